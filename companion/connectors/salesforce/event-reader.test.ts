import avro from 'avro-js';
import { describe, expect, it } from '@jest/globals';
import { eventReader } from './event-reader.ts';
import { namesIn } from './names.ts';

const names = namesIn('quittance');
const nullable = (name: string): object => ({ name, type: ['null', 'string'] });
const schema = JSON.stringify({ type: 'record', name: 'Work_Requested__e', fields: [{ name: 'CreatedDate', type: 'long' }, ...[names.workRequested.kind, names.workRequested.recordId, names.workRequested.recordIds].map(nullable)] });
const type = avro.parse(JSON.parse(schema));
const event = (nth: number, recordIds: string | null = null) => ({
  schemaId: 'schema-1',
  replayId: Buffer.from([0, 0, nth]),
  payload: type.toBuffer({ CreatedDate: 1, [names.workRequested.kind]: { string: 'payout.approved' }, [names.workRequested.recordId]: { string: `id-${nth}` }, [names.workRequested.recordIds]: recordIds === null ? null : { string: recordIds } }),
});

describe('reading an event', () => {
  it('says kind and ids in our words, from either field', async () => {
    const read = eventReader(names, async () => schema);
    expect(await read(event(1, 'id-2, id-1,'))).toEqual({ name: 'work.requested', data: { kind: 'payout.approved', ids: ['id-1', 'id-2'] } });
  });

  it('asks for a schema once, and says so when the bytes do not fit it', async () => {
    let asked = 0;
    const read = eventReader(names, async () => (asked++, schema));
    await read(event(1));
    expect(await read({ ...event(2), payload: Buffer.from([255]) })).toHaveProperty('unreadable');
    expect(asked).toBe(1);
  });

  it('throws on when the schema could not be fetched, which is not the fault of the event', async () => {
    await expect(eventReader(names, () => Promise.reject(new Error('down')))(event(1))).rejects.toThrow('down');
  });

  it('does not take an empty schema for the name of a file', async () => {
    expect(await eventReader(names, async () => '')(event(1))).toHaveProperty('unreadable');
  });
});
