import { isWaiting, nextState } from '../domain/payout-states.ts';
import type { Move } from '../store/ledger.ts';
import { isBusy, type Payment } from '../store/ledger-rows.ts';
import type { Office } from './office.ts';

/** Whatever let it go on was said before the books had it stopped. */
const nothingGranted = { letsGoOn: false, granted: null } as const;

const held = ({ requestId }: Payment): Move => ({ requestId, event: 'hold', reason: 'Not sent: somebody has asked to stop it, and nobody has let it go on since. Release lets it go on.', patch: nothingGranted });
const givenUp = ({ requestId }: Payment): Move => ({ requestId, event: 'cancel', reason: 'Somebody has given it up in the books.', patch: nothingGranted });

/**
 * The books refuse to let a payment go on because somebody has asked to stop it, or has given it up, and nobody here knows: another companion heard that wish, or this store was put back to an
 * older copy. It stands here as there from now on; but of what may be on its way, or was paid, a person has to hear. @returns the requests of which nobody has to
 */
export async function asTheBooksStand({ store: { db, ledger } }: Office, { stopped, cancelled }: { readonly stopped: readonly string[]; readonly cancelled: readonly string[] }): Promise<ReadonlySet<string>> {
  if (!stopped.length && !cancelled.length) return new Set();
  return db.transaction(async () => {
    const payments = await ledger.payments([...stopped, ...cancelled], 'for update');
    const busy = new Set((await ledger.attemptsOf(cancelled)).filter(isBusy).map(({ requestId }) => requestId));
    const ended = payments.filter(({ requestId, state }) => cancelled.includes(requestId) && !busy.has(requestId) && nextState(state, 'cancel') !== 'never');
    const known = payments.filter(({ requestId }) => stopped.includes(requestId));
    const [waiting, others] = [known.filter(({ state }) => isWaiting(state)), known.filter(({ state }) => !isWaiting(state))];
    await ledger.move([...ended.map(givenUp), ...waiting.map(held)]);
    for (const { requestId } of others) await ledger.note(requestId, undefined, nothingGranted);
    return new Set([...ended, ...known].map(({ requestId }) => requestId));
  });
}
