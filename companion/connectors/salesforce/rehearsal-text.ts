import { decimalText, type Money } from '../../domain/money.ts';
import { verdictText, type Rehearsal, type RehearsedLine } from '../../domain/rehearsal.ts';
import type { RehearsalBooks } from '../../domain/rehearsal-roles.ts';
import { fit } from './mapping.ts';
import type { Names } from './names.ts';

/** Room of the long text field, in characters. */
const linesRoom = 131_072;
/** So many of each are listed in the summary, whose field has room for 32,768 characters. */
const mostListed = 50;

const text = (minor: number, currency: string): string => decimalText({ minor, currency });
const money = (amount: Money): { readonly amount: string; readonly currency: string } => ({ amount: decimalText(amount), currency: amount.currency });

/** One line for the page: short keys, because a thousand of them share a field. `w` points into the list of reasons. */
function lineText(line: RehearsedLine, reasonAt: number): Readonly<Record<string, unknown>> {
  return {
    i: line.requestId, n: line.name, v: line.foresight, a: decimalText(line.amount), c: line.amount.currency,
    ...(line.why ? { w: reasonAt } : {}), ...(line.wantedOn ? { d: line.wantedOn } : {}), ...(line.arrivesAt ? { e: line.arrivesAt.slice(0, 10) } : {}),
  };
}

/** The lines as JSON, as many as fit; those that need somebody come first, so what is left out (`more`) simply goes. */
export function linesText(lines: readonly RehearsedLine[], room: number = linesRoom): string {
  const reasons = [...new Set(lines.map(({ why }) => why).filter(Boolean))];
  const all = lines.map((line) => lineText(line, reasons.indexOf(line.why)));
  const say = (count: number): string => JSON.stringify({ reasons, lines: all.slice(0, count), ...(count < all.length ? { more: all.length - count } : {}) });
  let count = all.length;
  for (let said = say(count); said.length > room && count > 0; said = say(count)) count = Math.floor(count * Math.min(0.9, room / said.length));
  return say(count);
}

/** Everything but the lines, as JSON, for at most 20 programs: amounts as decimal text, times in ISO 8601. */
export function summaryText(rehearsal: Rehearsal): string {
  const { at, counts, costs, shortfalls, lanes, facts, asIfApproved, unreadable } = rehearsal;
  return JSON.stringify({
    at, counts, asIfApproved, facts,
    costs: costs.map(({ currency, count, minor, feeMinor, feeUnknown }) => ({ count, ...money({ minor, currency }), fee: text(feeMinor, currency), feeUnknown })),
    shortfalls: shortfalls.slice(0, 8).map(({ program, currency, availableMinor, missingMinor, waits, loads }) => ({
      program, currency, available: text(availableMinor, currency), missing: text(missingMinor, currency), waits, loads: loads.slice(0, mostListed).map(({ by, minor, count }) => ({ by, count, amount: text(minor, currency) })),
    })),
    lanes: lanes.slice(0, 20).map(({ program, currency, availableMinor, availableAt, heldUp }) => ({
      program, currency, ...(availableMinor === undefined ? {} : { available: text(availableMinor, currency) }), ...(availableAt === undefined ? {} : { asOf: new Date(availableAt).toISOString() }), ...(heldUp ? { heldUp } : {}),
    })),
    ...(unreadable.length ? { unreadable: unreadable.slice(0, mostListed).map(({ requestId, why }) => ({ requestId, why: fit(why, 200) })) } : {}),
  });
}

/** The record of an answer, or of why there is none. */
export function answerFields(answer: Parameters<RehearsalBooks['answer']>[1], { rehearsal: n }: Names): Readonly<Record<string, unknown>> {
  if ('failed' in answer) return { [n.status]: 'Failed', [n.verdict]: fit(answer.failed, 255) };
  const { counts, lines, facts, at } = answer.rehearsal;
  return {
    [n.status]: 'Answered', [n.verdict]: fit(verdictText(answer.rehearsal), 255), [n.answeredAt]: at, [n.factsAsOf]: facts.asOf,
    [n.requestCount]: lines.length, [n.paysCount]: counts.pays + counts['pays later'], [n.shortCount]: counts.short, [n.stoppedCount]: counts.refused + counts.held,
    [n.summary]: summaryText(answer.rehearsal), [n.lines]: linesText(lines),
  };
}
