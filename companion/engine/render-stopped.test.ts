import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { PayoutState } from '../domain/payout-states.ts';
import type { Granted, Payment } from '../store/ledger-rows.ts';
import { render } from './render.ts';
import { idOf, newPayment, openTestOffice, start } from './test-office.ts';

let bench: Awaited<ReturnType<typeof openTestOffice>>;
beforeAll(async () => { bench = await openTestOffice(); }, 60_000);
afterAll(() => bench.close());

const asker = '005000000000001AAA';
const granted: Granted = { event: 'release', reason: 'Released', settles: {}, closes: null, wish: { action: 'Release', reason: 'It is due', byId: asker } };
const theApproval = new Date(newPayment(1).approvedAt).toISOString();

/** What the books are told of a request on which a wish was answered, or none. */
async function told(state: PayoutState, wish: string | undefined, more: Partial<Pick<Payment, 'stopWish' | 'letsGoOn' | 'granted'>> = {}): Promise<unknown> {
  await bench.clear();
  await bench.store.ledger.takeUp([newPayment(1)], state);
  await bench.store.ledger.note(idOf(1), undefined, { ...(wish === undefined ? {} : { clearsAction: true, answeredAction: `${wish} ${asker}`, answeredAt: start }), ...more });
  const [change] = await render(bench.office, [{ kind: 'request', key: idOf(1), version: 1, tries: 0, refusalTold: false }]);
  return change?.kind === 'request' ? change.stoppedApprovalAt : change;
}

describe('the approval that somebody has asked to stop', () => {
  it.each<[string, PayoutState]>([['Hold', 'On Hold'], ['Cancel', 'Cancelled'], ['Hold', 'In Progress']])('is told with the answer to %s, %s', async (wish, state) => {
    expect(await told(state, wish, { stopWish: `${wish} ${asker}` })).toBe(theApproval);
  });

  it.each<[string, PayoutState, Partial<Payment>]>([['Release', 'On Hold', { granted, stopWish: `Hold ${asker}` }], ['Re-initiate', 'Failed', { granted: { ...granted, event: 'reinitiate' }, stopWish: `Hold ${asker}` }], ['Release', 'Awaiting Funds', { letsGoOn: true }]])('is forgotten where %s lets it go on, %s', async (wish, state, more) => {
    expect(await told(state, wish, more)).toBeNull();
  });

  it('still stands where a Release was refused, or a Retry only asked', async () => {
    expect(await told('On Hold', 'Release', { stopWish: `Hold ${asker}` })).toBe(theApproval);
    expect(await told('In Progress', 'Retry', { stopWish: `Hold ${asker}` })).toBe(theApproval);
  });

  it('is left as it is where nobody let it go on here: another companion may know', async () => {
    expect(await told('On Hold', undefined, { stopWish: `Hold ${asker}` })).toBeUndefined();
    expect(await told('Awaiting Funds', 'Retry')).toBeUndefined();
    expect(await told('Awaiting Funds', 'Release')).toBeUndefined();
    expect(await told('On Hold', undefined, { letsGoOn: true })).toBeUndefined();
  });

  it('counts no more once that approval is cleared', async () => {
    await told('Needs Correction', undefined, { stopWish: `Hold ${asker}` });
    await bench.query('update payment set clears_approval = true');
    const [change] = await render(bench.office, [{ kind: 'request', key: idOf(1), version: 1, tries: 0, refusalTold: false }]);
    expect(change).toMatchObject({ clearsApproval: true, stoppedApprovalAt: null });
  });
});
