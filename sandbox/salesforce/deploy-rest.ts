import type { Answer, Call, Reply } from '../kit/stand-in.ts';
import { ApiProblem } from './api-problem.ts';
import { deployResult } from './deploy-result.ts';
import { deployersOnly, keepDeploy, mayDeploy } from './deploy-soap.ts';
import { type RestCall, signedIn } from './rest-call.ts';
import type { ServerState } from './server-state.ts';

/** The metadata API over REST: a multipart request with the options as JSON and the zip. */
export function deployDoors(state: ServerState): Readonly<Record<string, Answer>> {
  const at = '/services/data/:version/metadata/deployRequest';
  return {
    // The zip needs the call's bytes, which a REST door, made for JSON, is not given.
    [`POST ${at}`]: (call, world) => signedIn(state, (rest) => start(state, call, rest))(call, world),
    [`GET ${at}/:id`]: signedIn(state, (rest) => {
      const id = rest.params['id'] ?? '';
      const deployed = deployResult(state, id);
      if (!deployed) throw ApiProblem.notFound();
      return { status: 200, body: { id, deployResult: deployed } };
    }),
  };
}

function start(state: ServerState, call: Call, { by }: RestCall): Reply {
  if (!mayDeploy(state, by)) throw new ApiProblem(403, 'INSUFFICIENT_ACCESS', deployersOnly);
  const parts = multipart(call.bytes, call.headers.get('content-type') ?? '');
  const options = parts.find(({ head }) => /application\/json/i.test(head));
  const zip = parts.find(({ head }) => /name="file"|application\/zip/i.test(head));
  if (!zip) throw new ApiProblem(400, 'INVALID_MULTIPART_REQUEST', 'The request has no part with the zip file');
  const json = options ? new TextDecoder().decode(options.bytes) : '{}';
  const id = keepDeploy(state, zip.bytes, /"checkOnly"\s*:\s*true/.test(json));
  return { status: 201, body: { id, validatedDeployRequestId: null, deployOptions: {}, deployResult: { id, status: 'Pending', done: false, success: false } } };
}

function multipart(bytes: Uint8Array, contentType: string): { head: string; bytes: Uint8Array }[] {
  const boundary = /boundary="?([^";]+)"?/.exec(contentType)?.[1];
  if (boundary === undefined) throw new ApiProblem(400, 'INVALID_MULTIPART_REQUEST', 'The content type names no boundary');
  const whole = Buffer.from(bytes);
  const mark = Buffer.from(`--${boundary}`);
  const parts: { head: string; bytes: Uint8Array }[] = [];
  for (let at = whole.indexOf(mark); at >= 0; ) {
    const next = whole.indexOf(mark, at + mark.length);
    if (next < 0) break;
    const part = whole.subarray(at + mark.length, next);
    const gap = part.indexOf('\r\n\r\n');
    if (gap >= 0) parts.push({ head: part.subarray(0, gap).toString(), bytes: part.subarray(gap + 4, part.length - 2) });
    at = next;
  }
  return parts;
}
