import { exchanged, toText } from './money.ts';
import { paymentAccepted, paymentLoaded, payoutCancelled } from './notices.ts';
import { type Desk, knownPayee, later, nextNumber, statusOf, type Payee, type Payout, payoutKey, type Reason, type Transfer } from './state.ts';

/** Reason codes 10005, 10009 and 30013 were seen (facts 3.6); the other two are guesses, told apart by their words. */
export const reasons = {
  unknownPayee: { code: 10005, description: 'Payee was not found' },
  inactivePayee: { code: 10009, description: 'Action cannot be performed because payee is inactive' },
  bankRefused: { code: 30013, description: 'Bank details - Invalid Branch Code' },
  insufficient: { code: 3, description: 'Insufficient funds' },
  duplicate: { code: 10304, description: 'Payout already exists' },
  asked: { code: 1, description: 'Cancelled by the partner' },
} as const satisfies Record<string, Reason>;

/** From "Payments Created" on, everything happens later. */
export function begin(desk: Desk, payout: Payout): void {
  later(desk, desk.policies.acceptedAfterMs, () => accept(desk, payout));
}

async function accept(desk: Desk, payout: Payout): Promise<void> {
  if (statusOf(payout) !== 'Pending') return;
  if (payout.copyOf) return cancelCopyIfFirstEnded(desk, payout, payout.copyOf);
  const payee = knownPayee(desk, payout.payeeId);
  if (!payee) return cancel(desk, payout, reasons.unknownPayee);
  if (payee.status === 99 || (payee.status === 0 && desk.policies.pendingPayee !== 'wait')) return cancel(desk, payout, reasons.inactivePayee);
  const { wallet } = payout.program;
  if (wallet.minor < payout.amountMinor) return cancel(desk, payout, reasons.insufficient);
  wallet.minor -= payout.amountMinor;
  payout.taken = true;
  if (payee.status === 0) payout.history.push({ at: desk.world.clock.now(), status: 'Pending Payee' });
  else scheduleTransfer(desk, payout);
  await paymentAccepted(desk, payout);
}

/** Called when a payee becomes active: what waited for it goes on. */
export function resume(desk: Desk, payeeId: string): void {
  for (const payout of [...desk.state.payouts.values()].flat()) if (payout.payeeId === payeeId) goOn(desk, payout);
}

/** What waited for its payee is on its way again. */
export function goOn(desk: Desk, payout: Payout): void {
  if (statusOf(payout) !== 'Pending Payee') return;
  payout.history.push({ at: desk.world.clock.now(), status: 'Pending' });
  scheduleTransfer(desk, payout);
}

/** The provider wants something of the payee before it goes on: an accepted payout waits. False when it is not pending. */
export function waitForPayee(desk: Desk, payout: Payout): boolean {
  if (statusOf(payout) !== 'Pending' || !payout.taken) return false;
  payout.history.push({ at: desk.world.clock.now(), status: 'Pending Payee' });
  return true;
}

function scheduleTransfer(desk: Desk, payout: Payout): void {
  const wishedMs = desk.policies.scheduling && payout.payoutDate !== undefined ? payout.payoutDate - desk.world.clock.now() : 0;
  const { transferredAfterMs, transferredSpreadMs } = desk.policies;
  const afterMs = transferredAfterMs + (transferredSpreadMs ? Math.floor(desk.world.random() * transferredSpreadMs) : 0);
  later(desk, Math.max(afterMs, wishedMs), () => transfer(desk, payout));
}

async function transfer(desk: Desk, payout: Payout): Promise<void> {
  if (statusOf(payout) !== 'Pending') return;
  payout.history.push({ at: desk.world.clock.now(), status: 'Transferred' });
  witness(desk, payout, 'payout');
  const payee = desk.state.payees.get(payout.payeeId);
  enter(desk, payout, 5, -payout.amountMinor, payee);
  chargeFee(desk, payout);
  cancelCopies(desk, payout);
  await paymentLoaded(desk, payout, payee?.method ?? 'account');
}

function chargeFee(desk: Desk, payout: Payout): void {
  const { feeFromProgram, feeMinor } = desk.policies;
  if (!feeFromProgram || feeMinor === 0) return;
  payout.program.wallet.minor -= feeMinor;
  enter(desk, payout, 6, -feeMinor, undefined);
}

/** Ends a payout that is not transferred yet; what it had taken goes back to the program. */
export async function cancel(desk: Desk, payout: Payout, reason: Reason): Promise<void> {
  if (statusOf(payout) !== 'Pending' && statusOf(payout) !== 'Pending Payee') return;
  if (payout.taken) payout.program.wallet.minor += payout.amountMinor;
  payout.history.push({ at: desk.world.clock.now(), status: 'Cancelled', reason });
  witness(desk, payout, 'cancel');
  cancelCopies(desk, payout);
  await payoutCancelled(desk, payout, reason);
}

/** A bank sends the money back days after the transfer. Inferred from cancel reason 30013; grade C. */
export async function giveBack(desk: Desk, payout: Payout): Promise<void> {
  payout.program.wallet.minor += payout.amountMinor;
  payout.history.push({ at: desk.world.clock.now(), status: 'Cancelled', reason: reasons.bankRefused });
  witness(desk, payout, 'return');
  enter(desk, payout, 2, payout.amountMinor, undefined);
  await payoutCancelled(desk, payout, reasons.bankRefused);
}

function cancelCopies(desk: Desk, first: Payout): void {
  for (const copy of desk.state.payouts.get(payoutKey(first.program.programId, first.reference)) ?? []) {
    if (copy.copyOf === first) later(desk, desk.policies.cancelledAfterMs, () => cancel(desk, copy, reasons.duplicate));
  }
}

/** A copy that came when the first had already ended is cancelled on its own account; otherwise the first one's end does it. */
function cancelCopyIfFirstEnded(desk: Desk, copy: Payout, first: Payout): void {
  if (statusOf(first) === 'Transferred' || statusOf(first) === 'Cancelled') later(desk, desk.policies.cancelledAfterMs, () => cancel(desk, copy, reasons.duplicate));
}

function witness(desk: Desk, payout: Payout, kind: Transfer['kind']): void {
  const { reference, payeeId, amountMinor, currency, payoutId } = payout;
  desk.state.transfers.push({ reference, payeeId, amountMinor, currency, payoutId, at: desk.world.clock.now(), kind });
}

/** The account's book: outgoing payments with their fee and exchange, refunds, fees. Source: facts 5. */
function enter(desk: Desk, payout: Payout, categoryId: 2 | 5 | 6, amountMinor: number, payee: Payee | undefined): void {
  const { wallet } = payout.program;
  const rate = payee && payee.currency !== payout.currency ? desk.settings.ratesPerMillion[`${payout.currency}/${payee.currency}`] : undefined;
  const exchange = payee && rate !== undefined && {
    transfer_amount: toText(exchanged(payout.amountMinor, payout.currency, payee.currency, rate), payee.currency),
    transfer_amount_currency: payee.currency,
    transfer_fx_rate: rate / 1_000_000,
    transfer_source_currency: payout.currency,
    transfer_target_currency: payee.currency,
  };
  const at = desk.world.clock.now();
  const fee = categoryId === 5 ? { fee: toText(desk.policies.feeMinor, payout.currency), fee_currency: payout.currency } : {};
  desk.state.transactions.push({
    id: nextNumber(desk), categoryId, statusId: 2, at, amountMinor, wallet, runningMinor: wallet.minor, description: payout.description,
    source: payout.program.programId, target: payout.payeeId,
    details: {
      payment_date: new Date(at).toISOString(), payment_description: payout.description, payee_id: payout.payeeId,
      amount_charged: toText(Math.abs(amountMinor), payout.currency), amount_charged_currency: payout.currency,
      payment_reference: payout.reference, ...fee, ...(exchange || {}),
    },
  });
}
