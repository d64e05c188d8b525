import type { Answer, Call, Reply } from '../kit/stand-in.ts';
import { can } from './access.ts';
import { ApiProblem } from './api-problem.ts';
import { deploy } from './deploy.ts';
import { deployResult } from './deploy-result.ts';
import { unzipped } from './unzipped.ts';
import { folderedTypes, typeOfFolder } from './metadata-types.ts';
import { counted, userOfToken } from './rest-call.ts';
import type { User } from './org.ts';
import type { ServerState } from './server-state.ts';

const metadataNamespace = 'http://soap.sforce.com/2006/04/metadata';

/** The metadata API over SOAP as far as `sf project deploy start` and jsforce go: deploy, checkDeployStatus, describeMetadata, cancelDeploy. */
export function soapDoors(state: ServerState): Readonly<Record<string, Answer>> {
  const answer: Answer = (call) => soap(state, call);
  return { 'POST /services/Soap/m/:version': answer, 'POST /services/Soap/m/:version/:org': answer };
}

function soap(state: ServerState, call: Call): Reply {
  const text = call.text();
  const user = userOfToken(state, element(text, 'sessionId'));
  if (!user) return fault('sf:INVALID_SESSION_ID', 'INVALID_SESSION_ID: Invalid Session ID found in SessionHeader: Illegal Session');
  const refused = counted(state);
  if (refused) return fault('sf:REQUEST_LIMIT_EXCEEDED', 'REQUEST_LIMIT_EXCEEDED: TotalRequests Limit exceeded.');
  if (!mayDeploy(state, user)) return fault('sf:INSUFFICIENT_ACCESS', `INSUFFICIENT_ACCESS: ${deployersOnly}`);
  const operation = /<(?:\w+:)?Body[^>]*>\s*<(?:\w+:)?(\w+)/.exec(text)?.[1] ?? '';
  switch (operation) {
    case 'deploy':
      return started(state, text);
    case 'checkDeployStatus': {
      const result = deployResult(state, element(text, 'asyncProcessId') ?? '');
      return result ? reply(operation, result) : fault('sf:INVALID_CROSS_REFERENCE_KEY', 'INVALID_CROSS_REFERENCE_KEY: no deployment with this id');
    }
    case 'cancelDeploy':
      return reply(operation, { done: true, id: element(text, 'String') ?? '' });
    case 'describeMetadata':
      return reply(operation, described(state));
    default:
      return fault('sf:UNSUPPORTED_OPERATION', `The sandbox org does not know the metadata operation ${operation}.`);
  }
}

function started(state: ServerState, text: string): Reply {
  try {
    const id = keepDeploy(state, Buffer.from(element(text, 'ZipFile') ?? '', 'base64'), element(text, 'checkOnly') === 'true');
    return reply('deploy', { done: false, id, state: 'Queued' });
  } catch (error) {
    if (error instanceof ApiProblem) return fault(`sf:${error.errorCode}`, `${error.errorCode}: ${error.message}`);
    throw error;
  }
}

export const deployersOnly = 'use of the Metadata API requires a user with the ModifyAllData or ModifyMetadata permissions';

export function mayDeploy(state: ServerState, user: User): boolean {
  return can(state.org, user, 'ModifyMetadata') || can(state.org, user, 'ModifyAllData');
}

/** Deploys at once and keeps the result under an id; the client polls for it all the same. */
export function keepDeploy(state: ServerState, zip: Uint8Array, checkOnly: boolean): string {
  const { outcome, draft } = deploy(state.org, state.draft, unzipped(zip), checkOnly);
  state.draft = draft;
  const id = state.org.world.id('0Af', 18);
  state.deployments.set(id, { outcome, checkOnly, at: state.org.world.clock.now() });
  return id;
}

function described(state: ServerState): Record<string, unknown> {
  const metadataObjects = Object.entries(typeOfFolder).map(([directoryName, xmlName]) => ({ directoryName, inFolder: folderedTypes.has(xmlName), metaFile: false, suffix: xmlName.charAt(0).toLowerCase() + xmlName.slice(1), xmlName }));
  return { metadataObjects, organizationNamespace: state.org.namespace ?? '', partialSaveAllowed: true, testRequired: false };
}

/** The text of the first element of that name, whatever its prefix. Indexes instead of one pattern: the zip is megabytes long. */
function element(text: string, name: string): string | undefined {
  const open = new RegExp(`<(?:\\w+:)?${name}(?:\\s[^>]*)?>`).exec(text);
  if (!open) return undefined;
  const start = open.index + open[0].length;
  return text.slice(start, text.indexOf('<', start)).trim();
}

function reply(operation: string, result: Record<string, unknown>): Reply {
  return envelope(200, `<${operation}Response><result>${xml(result)}</result></${operation}Response>`);
}

function fault(code: string, words: string): Reply {
  return envelope(500, `<soapenv:Fault><faultcode>${code}</faultcode><faultstring>${escaped(words)}</faultstring></soapenv:Fault>`);
}

function envelope(status: number, body: string): Reply {
  const head = `<?xml version="1.0" encoding="UTF-8"?><soapenv:Envelope xmlns:soapenv="http://schemas.xmlsoap.org/soap/envelope/" xmlns="${metadataNamespace}" xmlns:sf="${metadataNamespace}" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">`;
  return { status, headers: { 'content-type': 'text/xml; charset=utf-8' }, body: `${head}<soapenv:Body>${body}</soapenv:Body></soapenv:Envelope>` };
}

function xml(value: Record<string, unknown>): string {
  return Object.entries(value)
    .map(([tag, each]) => (Array.isArray(each) ? each : [each]).map((one: unknown) => `<${tag}>${typeof one === 'object' && one !== null ? xml(one as Record<string, unknown>) : escaped(String(one))}</${tag}>`).join(''))
    .join('');
}

function escaped(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}
