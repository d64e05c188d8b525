import type { Request, Response } from 'express';
import { toCall, toWire } from '../../sandbox/kit/call.ts';
import { toDoor } from '../../sandbox/kit/doors.ts';
import type { User } from '../../sandbox/salesforce/org.ts';
import type { PreviewParts } from './parts.ts';

/**
 * The org's own doors, opened for the pages under the persona's access token. They are asked directly, past the weather and the call log:
 * those are between the companion and the org, and an org's own pages do not stand behind them.
 */
export function orgDoor({ outside, userOf }: PreviewParts): (request: Request, response: Response) => Promise<void> {
  const { standIn, world } = outside.org;
  const doors = Object.entries(standIn.doors).map(([text, answer]) => [toDoor(text), answer] as const);
  const tokens = new Map<string, string>();
  const tokenOf = (user: User): string => {
    const known = tokens.get(user.id);
    // Sessions end when their time is over, and all at once when the sandbox is told so.
    const token = known !== undefined && outside.org.userOf(known) ? known : outside.org.tokenFor(user);
    tokens.set(user.id, token);
    return token;
  };
  return async (request, response) => {
    const user = userOf(request);
    if (!user) return void response.status(401).json([{ errorCode: 'INVALID_SESSION_ID', message: 'Preview: no persona is named. Load the page anew.' }]);
    const url = new URL(request.originalUrl, outside.urls.salesforce);
    for (const [door, answer] of doors) {
      const params = door.match(request.method, url);
      if (!params) continue;
      const headers = new Headers({ authorization: `Bearer ${tokenOf(user)}` });
      for (const name of ['content-type', 'if-unmodified-since']) if (request.get(name) !== undefined) headers.set(name, request.get(name) ?? '');
      const bytes = request.body instanceof Uint8Array ? request.body : new Uint8Array();
      const reply = await answer(toCall({ method: request.method, url, headers, bytes }, params), world);
      const wire = toWire(reply);
      response.status(reply.status).set('content-type', wire.headers.get('content-type') ?? 'application/json').end(wire.bytes);
      return;
    }
    response.status(404).json([{ errorCode: 'NOT_FOUND', message: `Preview: the org has no ${request.method} ${request.path}.` }]);
  };
}
