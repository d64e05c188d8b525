import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import type { RecipientRecord } from '../connectors/connector.ts';
import type { RecipientPatch } from '../store/recipients.ts';
import { foundIn } from './recipient-look.ts';
import { openTestOffice, start } from './test-office.ts';

let bench: Awaited<ReturnType<typeof openTestOffice>>;
beforeAll(async () => { bench = await openTestOffice(); }, 60_000);
afterAll(() => bench.close());
beforeEach(() => bench.query('truncate recipient'));

const aDay = 86_400_000;
const record = { id: 'r1', action: 'Check', facts: { payeeKey: 'payer:sandbox:100:p' }, verified: true } as unknown as RecipientRecord;
/** What is asked for on the recipient, by a look that began at `lookedAt`. */
async function wished(before: RecipientPatch, lookedAt = start): Promise<string | undefined> {
  const { recipients } = bench.store;
  await recipients.add(['r1'], start);
  await recipients.patch([['r1', { payeeKey: 'payer:sandbox:100:p', ...before }]]);
  const [found] = await foundIn(bench.office, [record], lookedAt);
  return found?.wish;
}

describe('a wish on a recipient', () => {
  it('is news where nothing was answered, or before the look began', async () => {
    expect(await wished({})).toBe('Check');
    expect(await wished({ answeredAt: start - 2, clearedAt: start - 1 })).toBe('Check');
  });

  it.each<[string, RecipientPatch]>([
    ['and is still to be cleared', { answered: true, answeredAt: start + aDay }], ['since the look began', { answeredAt: start }], ['and cleared since', { answeredAt: start - 1, clearedAt: start }],
    ['by another instance, whose clock is a little ahead', { answeredAt: start + 180_000 }],
  ])('is none where it was answered %s', async (_, before) => expect(await wished(before)).toBeUndefined());

  it.each([['ten minutes', aDay / 144], ['a day', aDay], ['years', 1_461 * aDay]])('is heard where a clock that ran %s ahead answered and cleared another', async (_, ms) => {
    expect([await wished({ answeredAt: start + ms }), await wished({ answeredAt: null, clearedAt: start + ms })]).toEqual(['Check', 'Check']);
  });
});
