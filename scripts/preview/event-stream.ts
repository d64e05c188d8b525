import type { Request, Response } from 'express';
import type { PublishedEvent } from '../../sandbox/salesforce/org.ts';
import { personaKeys, readsObject } from './personas.ts';
import type { PreviewParts } from './parts.ts';

/** An event as lightning/empApi hands it to a component. */
function messageOf({ event, row }: PublishedEvent, replayId: number): unknown {
  return { channel: `/event/${event}`, data: { schema: null, payload: row, event: { replayId } } };
}

/**
 * Platform events as server-sent events `{ readers, message }`, each after the transaction that published it. One stream serves the tabs of all
 * personas, so `readers` names the personas who may read the event; a tab passes on to its components what its own may.
 */
export function eventStream({ org, outside: { people } }: PreviewParts): (request: Request, response: Response) => void {
  let replayId = 0;
  return (request, response) => {
    response.writeHead(200, { 'content-type': 'text/event-stream', 'cache-control': 'no-store', 'x-accel-buffering': 'no' }).write(': open\n\n');
    const leave = org.onPublished((published) => {
      const readers = personaKeys.filter((key) => readsObject(org, people[key], published.event));
      if (readers.length === 0) return;
      replayId += 1;
      const text = JSON.stringify({ readers, message: messageOf(published, replayId) });
      setImmediate(() => response.write(`data: ${text}\n\n`));
    });
    request.on('close', leave);
  };
}
