import type { Events } from '../domain/events.ts';
import type { NewIssue } from '../store/issues.ts';
import { askInTime } from './ask-in-time.ts';
import type { Noted } from './noted.ts';
import type { Office } from './office.ts';

type Hint = Events['payout.hinted'];

/** However many came, one alert with a counter. */
const aboutStrangers = (source: string, hints: readonly Hint[]): NewIssue => ({
  kind: 'unknown reference', source, severity: 'Warning', by: hints.length, summary: 'A webhook speaks of a payout that was not made here',
  detail: `Reference ${hints[0]?.reference.slice(0, 60)}, "${hints[0]?.word}". It may belong to another system using the same program, or to a store that was lost.`,
});

/** Keeps hints; those that usually end the journey are asked about at once. Returns who was hinted at. */
export async function keepHints(office: Office, heard: readonly Hint[]): Promise<readonly Noted[]> {
  // PostgreSQL keeps no NUL in a text, and no reference of ours has one.
  const hints = heard.map((hint) => ({ ...hint, reference: hint.reference.replaceAll('\u0000', '') }));
  const { store, tools, timing } = office;
  const now = tools.now();
  const byReference = Map.groupBy(hints, (hint) => hint.reference.toLowerCase());
  const rows = await store.ledger.attempts([...byReference.keys()]);
  const known = new Set(rows.map((row) => row.reference.toLowerCase()));
  const strange = hints.filter(({ reference }) => !known.has(reference.toLowerCase()));
  if (strange.length) await store.issues.raise(aboutStrangers(office.payerId, strange));
  await store.ledger.patchAttemptsQuietly(rows.map((row) => {
    // Any word about an attempt a person closed while its outcome was unknown is worth a question at once: it may be alive.
    const closedUnknown = row.stage === 'settled' && row.transferredAt === null && row.cancelledFirstAt === null;
    const final = closedUnknown || (byReference.get(row.reference.toLowerCase())?.some((hint) => hint.final) ?? false);
    // "Accepted", heard late, says nothing new about a payout whose end was seen.
    if (!final && (row.transferredAt !== null || row.stage === 'settled')) return [row.reference, { hintedAt: now }];
    const at = final ? now : now + timing.hintSettlesMs;
    // A status may lag behind its notice by an hour or two: where the question it calls for brings nothing, the next comes two hours later, however late in the schedule this is.
    return [row.reference, { hintedAt: now, nextAskAt: row.nextAskAt === null ? at : Math.min(row.nextAskAt, at), ...(final ? { asked: Math.min(row.asked, 1) } : {}) }];
  }));
  await askInTime(office);
  return rows.map((row) => ({ id: row.requestId, note: { hint: byReference.get(row.reference.toLowerCase())?.[0]?.word } }));
}
