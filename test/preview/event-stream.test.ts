import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { servePreview, type Preview } from '../../scripts/preview/serve.ts';
import { serveOutsideWorld } from '../../scripts/outside-world.ts';

let outside: Awaited<ReturnType<typeof serveOutsideWorld>>;
let preview: Preview;
beforeAll(async () => {
  outside = await serveOutsideWorld();
  preview = await servePreview(outside);
}, 60_000);
afterAll(async () => {
  await preview.close();
  await outside.close();
});

describe('the one event stream', () => {
  it('names with each event the personas who may read it', async () => {
    const stop = new AbortController();
    const stream = await fetch(`${preview.url}/preview/events`, { signal: stop.signal });
    const reader = (stream.body as ReadableStream<Uint8Array>).getReader();
    await reader.read();
    outside.org.org.publish('Payment_Status_Changed__e', [{ Kind__c: 'Payment_Status', Schema_Version__c: 1 }], outside.people.admin);
    const { value } = await reader.read();
    const { readers, message } = JSON.parse(new TextDecoder().decode(value).replace(/^data: /, '')) as { readers: string[]; message: { channel: string } };
    expect(message.channel).toBe('/event/Payment_Status_Changed__e');
    expect(readers).toEqual(expect.arrayContaining(['finance', 'approver', 'admin']));
    expect(readers).not.toContain('colleague');
    stop.abort();
  });
});
