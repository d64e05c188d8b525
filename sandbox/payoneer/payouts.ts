import type { Call, Reply } from '../kit/stand-in.ts';
import { cancel, reasons } from './lifecycle.ts';
import { exchanged, toText } from './money.ts';
import { payoutNotFound, refusal } from './refusal.ts';
import { type Desk, later, type Moment, statusOf, type Payout, payoutKey, type Program } from './state.ts';

/** `GET /v4/programs/:program/payouts/:reference/status`. Source: facts 3.3; there is no fee in it. */
export function status(desk: Desk, call: Call, program: Program): Reply {
  const reference = call.params['reference'] ?? '';
  const asOf = desk.world.clock.now() - desk.policies.staleMs;
  const seen = shown(desk, payoutKey(program.programId, reference), asOf);
  if (!seen) return payoutNotFound(desk.policies, reference);
  return { status: 200, body: { result: rendered(desk, seen.payout, seen.moment) } };
}

interface Seen {
  readonly payout: Payout;
  readonly moment: Moment;
}

/** Which copy of a reference the world is shown, as things stood at `asOf`. */
function shown(desk: Desk, key: string, asOf: number): Seen | undefined {
  const copies: Seen[] = [];
  for (const payout of desk.state.payouts.get(key) ?? []) {
    const moment = payout.history.findLast(({ at }) => at <= asOf);
    if (moment && payout.visibleAt <= asOf) copies.push({ payout, moment });
  }
  const asked = desk.state.asked.get(key) ?? 0;
  desk.state.asked.set(key, asked + 1);
  switch (desk.policies.duplicateShows) {
    case 'first':
      return copies[0];
    case 'alternate':
      return copies[asked % copies.length];
    case 'latest change':
      return copies.reduce<Seen | undefined>((best, each) => (best && best.moment.at > each.moment.at ? best : each), undefined);
  }
}

function rendered(desk: Desk, payout: Payout, moment: Moment): Record<string, unknown> {
  const { policies } = desk;
  const written = (amountMinor: number, currency: string): number | string => {
    const text = toText(amountMinor, currency);
    return policies.statusAmount === 'number' ? Number(text) : text;
  };
  const always = {
    payout_date: new Date(payout.postedAt).toISOString().replace(/\.\d+Z$/, '+00:00'),
    amount: written(payout.amountMinor, payout.currency),
    currency: payout.currency,
    status: policies.statusText[moment.status] ?? moment.status,
    payee_id: payout.payeeId,
    payout_id: payout.payoutId,
  };
  return policies.optionalsMissing ? always : { ...always, ...optionals(desk, payout, moment, written) };
}

function optionals(desk: Desk, payout: Payout, { status, reason, at }: Moment, written: (amountMinor: number, currency: string) => number | string): Record<string, unknown> {
  const target = desk.state.payees.get(payout.payeeId)?.currency ?? payout.currency;
  const rate = desk.settings.ratesPerMillion[`${payout.currency}/${target}`];
  const exchange = target !== payout.currency && rate !== undefined
    ? { target_amount: written(exchanged(payout.amountMinor, payout.currency, target, rate), target), target_currency: target }
    : {};
  const scheduled = desk.policies.scheduling && payout.payoutDate !== undefined ? { scheduled_payout_date: new Date(payout.payoutDate).toISOString() } : {};
  // A reason code is no failure: the documented sample is a pending payout with 5001.
  const pending = status === 'Pending' ? { reason_code: '5001', reason_description: 'Processing' } : {};
  const loaded = status === 'Transferred' ? { load_date: new Date(at).toISOString() } : {};
  const cancelled = reason ? { cancel_reason_code: reason.code, cancel_reason_description: reason.description } : {};
  return { ...exchange, ...scheduled, ...pending, ...loaded, ...cancelled };
}

/** `PUT /v4/programs/:program/payouts/:reference/cancel`: a wish, fulfilled later unless the money is quicker. Source: facts 3.4. */
export function askToCancel(desk: Desk, call: Call, program: Program): Reply {
  const reference = call.params['reference'] ?? '';
  const nowMs = desk.world.clock.now();
  const payout = desk.state.payouts.get(payoutKey(program.programId, reference))?.find(({ visibleAt }) => visibleAt <= nowMs);
  if (!payout) return payoutNotFound(desk.policies, reference);
  const at = statusOf(payout);
  if (at === 'Transferred' || at === 'Cancelled') return refusal(400, `Payout ${reference} cannot be cancelled: it is ${at}`, { target: 'client_reference_id' });
  later(desk, desk.policies.cancelledAfterMs, () => cancel(desk, payout, reasons.asked));
  const words = 'The request was received successfully. The cancel action has not yet been performed.';
  const result = desk.policies.cancelReply === 'description' ? { description: words } : { status_description: words, date_updated: new Date(nowMs).toISOString() };
  return { status: 200, body: { result } };
}
