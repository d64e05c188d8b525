import type { Request, Response } from 'express';
import type { PublishedEvent } from '../../sandbox/salesforce/org.ts';
import { readsObject } from './personas.ts';
import type { PreviewParts } from './parts.ts';

/** An event as lightning/empApi hands it to a component. */
function messageOf({ event, row }: PublishedEvent, replayId: number): unknown {
  return { channel: `/event/${event}`, data: { schema: null, payload: row, event: { replayId } } };
}

/** Platform events as server-sent events, for who may read them; each after the transaction that published it. */
export function eventStream({ org, userOf }: PreviewParts): (request: Request, response: Response) => void {
  let replayId = 0;
  return (request, response) => {
    const user = userOf(request);
    if (!user) return void response.status(401).end();
    response.writeHead(200, { 'content-type': 'text/event-stream', 'cache-control': 'no-store', 'x-accel-buffering': 'no' }).write(': open\n\n');
    const leave = org.onPublished((published) => {
      if (!readsObject(org, user, published.event)) return;
      replayId += 1;
      const text = JSON.stringify(messageOf(published, replayId));
      setImmediate(() => response.write(`data: ${text}\n\n`));
    });
    request.on('close', leave);
  };
}
