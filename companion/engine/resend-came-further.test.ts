import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import type { PayoutState } from '../domain/payout-states.ts';
import { nextResend } from './resend.ts';
import { idOf, lane, start } from './test-office.ts';
import { openSendBench } from './test-sending.ts';

let bench: Awaited<ReturnType<typeof openSendBench>>;
beforeAll(async () => { bench = await openSendBench(); }, 60_000);
afterAll(() => bench.close());
beforeEach(() => bench.begin());

/** Whether what was refused with its batch goes again where the books have it otherwise than this store. */
async function goes(more: { readonly status?: PayoutState; readonly sequence?: number }): Promise<boolean> {
  await bench.refused([{}]);
  const reserved: typeof bench.books.reserved = async (references) =>
    (await bench.books.reserved(references)).map((claim) => ({ ...claim, sequence: more.sequence ?? claim.sequence, request: { ...claim.request, status: more.status ?? claim.request.status } }));
  return (await nextResend(bench.office, { ...bench.books, reserved }, bench.payer, lane)) !== undefined;
}

describe('what was refused with its batch, and the books call', () => {
  it.each<PayoutState>(['Sending', 'Outcome Unknown', 'Awaiting Funds'])('%s, goes again', async (status) => expect(await goes({ status })).toBe(true));

  it.each<PayoutState>(['Completed', 'Returned', 'In Progress', 'Action Required', 'Failed', 'Cancelled', 'On Hold', 'Needs Correction', 'Approved for Payout'])('%s, is held and asked about at once: a store that lost its last commits knows less than they do', async (status) => {
    expect(await goes({ status })).toBe(false);
    expect(await bench.payment(idOf(1))).toMatchObject({ state: 'On Hold', reason: `Not sent again: the books call it ${status}. Re-initiate has it looked at anew.` });
    expect(await bench.attempt(`${idOf(1)}-01`)).toMatchObject({ nextAskAt: start });
    expect(await bench.timers()).toMatchObject({ ask: start });
  });

  it('reserved in another turn, is held', async () => {
    expect(await goes({ sequence: 99 })).toBe(false);
    expect((await bench.payment(idOf(1)))?.reason).toBe('Not sent again: it was reserved anew since. Re-initiate has it looked at anew.');
  });
});
