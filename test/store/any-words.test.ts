import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { attemptRow, batchRow, openLedgerStore, paymentRow, requestId } from '../../companion/store/test-ledger-store.ts';

fc.configureGlobal({ seed: 20261121, numRuns: 60 });

let opened: Awaited<ReturnType<typeof openLedgerStore>>;
beforeAll(async () => {
  opened = await openLedgerStore();
  await opened.store.ledger.takeUp([paymentRow(1)]);
  await opened.store.ledger.plan([batchRow], [attemptRow(1)]);
});
afterAll(() => opened.close());

/** Every alphabet, characters of two halves at every place, halves alone, and what no column can hold. */
const someWords = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 320 }),
  fc.integer({ min: 240, max: 310 }).map((length) => `${'x'.repeat(length)}${'💶'.repeat(20)}`),
  fc.constantFrom('\u0000', 'a\u0000b', '\ud83d', '\udcb6', 'x\ud83d', '\\u0000', '"\\', "'; drop table payment; --", '{"a":1}', '\u2028'),
);

describe('words from outside', () => {
  it('can all be kept: no sign of a reason, a status or a story keeps the news of a payment from being written', async () => {
    const { ledger } = opened.store;
    const [id, reference] = [requestId(1), `${requestId(1)}-01`];
    await fc.assert(fc.asyncProperty(someWords, async (words) => {
      await ledger.patchAttempts([[reference, { reasonText: words.slice(0, 300), providerRaw: words, timeline: [{ at: '2026-11-21T10:00:00Z', text: words }] }]]);
      await ledger.move([{ requestId: id, event: 'hold', reason: words }]);
      const storable = (text: string): string => text.toWellFormed().replaceAll('\u0000', '\ufffd');
      const [[attempt], [payment]] = [await ledger.attempts([reference]), await ledger.payments([id])];
      expect(attempt).toMatchObject({ reasonText: storable(words.slice(0, 300)), providerRaw: storable(words), timeline: [{ text: storable(words) }] });
      expect(payment).toMatchObject({ state: 'On Hold', reason: storable(words.slice(0, 255)) });
    }));
  });
});
