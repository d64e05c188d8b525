import type { Movements, ReceiptBooks, Receipts } from '../connectors/connector.ts';
import { isReceipt, movementRules } from '../domain/movements.ts';
import { moneyText } from '../domain/money.ts';
import { matchOf, type Findings, type Match } from '../domain/receipt-match.ts';
import { counted } from '../domain/plain-words.ts';
import { looksLikeOurs } from '../domain/reconciliation.ts';
import { notedAt } from '../domain/timing.ts';
import type { Kept, KeyedMovement, MovementRow } from '../store/movements.ts';
import { walkAccount, windowsAtOnce, type Account, type Heard } from './account-walk.ts';
import type { Office } from './office.ts';

const matchesAtOnce = 100;
const dayMs = 86_400_000;
const none: Findings = { named: [], sameName: [], earlier: [] };

const watermark = (prefix: string): string => `receipts ${prefix}`;
const longLookAt = (prefix: string): string => `receipts long look ${prefix}`;
/** `<from> <to>` while a long look is under way, epoch ms; empty between two. */
const longLookLeft = (prefix: string): string => `receipts long look left ${prefix}`;

/**
 * Reads an account from where the last look ended, with an overlap, and once in a while from long before, for what was dated back or changed late; in times short
 * enough to be read whole. `keep` runs for each before the mark moves, so that nothing is missed when the process ends in between, and nothing is doubled, for
 * keeping is safe to repeat. @returns whether more of the past waits to be read.
 */
export async function readAccount(office: Office, receiver: Receipts, keep: Account['keep']): Promise<boolean> {
  const prefix = await receiver.keyPrefix();
  if (prefix === undefined) return false;
  const { store: { cursors }, tools, timing } = office;
  const account = { office, receiver, prefix, keep };
  const now = tools.now();
  const from = (notedAt(await cursors.get(watermark(prefix)), now) ?? now) - timing.receiptsOverlapMs;
  await walkAccount(account, from, now, Infinity);
  await cursors.set(watermark(prefix), String(now));
  return readThePast(account, now, from);
}

async function readThePast(account: Account, now: number, until: number): Promise<boolean> {
  const { office: { store: { cursors }, timing }, prefix } = account;
  const left = (await cursors.get(longLookLeft(prefix))) ?? '';
  const isDue = now - (notedAt(await cursors.get(longLookAt(prefix)), now) ?? 0) >= timing.receiptsWholeMs;
  if (!left && !isDue) return false;
  const [from = 0, to = 0] = left ? left.split(' ').map(Number) : [now - timing.receiptsBackMs, until];
  const reached = await walkAccount(account, from, to, windowsAtOnce);
  const isOver = reached >= to;
  await cursors.set(longLookLeft(prefix), isOver ? '' : `${reached} ${to}`);
  if (isOver) await cursors.set(longLookAt(prefix), String(now));
  return !isOver;
}

/** Which of these belong to payouts of ours, which have their rows already: their reference is one of the ledger's, or of an attempt a lost store has made. */
async function ownPayouts({ store }: Office, movements: readonly KeyedMovement[]): Promise<ReadonlySet<string>> {
  const suspects = movements.filter(({ kind, reference }) => movementRules[kind].ownPayoutsApart && reference);
  const references = [...new Set(suspects.map(({ reference }) => reference.toLowerCase()))];
  const rows = new Set((await store.ledger.attempts(references)).map((row) => row.reference.toLowerCase()));
  const others = references.filter((reference) => !rows.has(reference) && looksLikeOurs(reference));
  const known = new Set([...rows, ...(others.length ? await store.ledger.comeTo(others) : [])]);
  return new Set(suspects.filter(({ reference }) => known.has(reference.toLowerCase())).map(({ key }) => key));
}

/** Keeps what is new or has changed and is not a payout of ours. Returns those that are news. */
export async function keepMovements(office: Office, { look, movements }: Heard): Promise<readonly KeyedMovement[]> {
  const { store } = office;
  const ours = await ownPayouts(office, movements);
  const foreign = movements.filter(({ key }) => !ours.has(key));
  const kept = await store.movements.keep(foreign, isReceipt);
  await tellOddities(office, look, foreign, kept);
  return foreign.filter(({ key }) => ['new', 'changed'].includes(kept.get(key) ?? ''));
}

async function tellOddities({ store }: Office, look: Movements, movements: readonly KeyedMovement[], kept: ReadonlyMap<string, Kept>): Promise<void> {
  const [unreadable] = look.unreadable;
  if (unreadable !== undefined)
    await store.issues.raise({ kind: 'unreadable transaction', source: 'account transactions', severity: 'Warning', by: look.unreadable.length, summary: `${counted(look.unreadable.length, 'transaction')} of the account can't be read`, detail: `${unreadable} The others were taken in; these are read again with every look.` });
  for (const m of movements.filter(({ key }) => kept.get(key) === 'other money'))
    await store.issues.raise({ kind: 'receipt changed', source: m.key, severity: 'Warning', summary: `The provider changed the amount of ${m.id}`.slice(0, 255), detail: `It now says ${moneyText(m.amount)}, ${m.direction}. What was written first stays, for a receipt tells one arrival of money for ever. Compare it with the provider's statement.` });
  for (const m of movements.filter(({ key, status }) => status === 'unrecognised' && kept.get(key) !== 'same'))
    await store.issues.raise({ kind: 'unknown receipt status', source: m.raw || 'no status', severity: 'Warning', summary: `The provider gives ${m.id} a status nobody knows: ${m.raw}`.slice(0, 255), detail: 'It counts as pending until the provider says a word that is known. Ask the provider what it means.' });
}

const clueOf = ({ key, source, reference, description }: MovementRow) => ({ key, source, reference, description });

/** Matches receipts nobody looked up yet; once in a while also those for which nothing was found, for the books may know more by now. */
export async function matchReceipts(office: Office, books: ReceiptBooks): Promise<ReadonlyMap<string, Match>> {
  const { store, tools, timing } = office;
  const now = tools.now();
  const again = now - (notedAt(await store.cursors.get('receipts matched'), now) ?? 0) >= timing.receiptsWholeMs;
  const found = new Map<string, Match>();
  const rows = await store.movements.unmatched(again ? now - timing.receiptsBackMs : now - 7 * dayMs, again, again ? 10 * matchesAtOnce : matchesAtOnce);
  for (let at = 0; at < rows.length; at += matchesAtOnce) {
    const clues = rows.slice(at, at + matchesAtOnce).map(clueOf);
    const { findings, unreadable } = await books.lookUp(clues);
    for (const clue of clues) found.set(clue.key, matchOf(clue, findings.get(clue.key) ?? none));
    if (unreadable[0] !== undefined)
      await store.issues.raise({ kind: 'matching is blind', source: office.booksId, severity: 'Warning', summary: 'The books do not let receipts be matched', detail: `${unreadable.join(' ')} Give the integration user Read on Account and Opportunity and their fields; until then a person matches.` });
  }
  await store.movements.match(found);
  if (again) await store.cursors.set('receipts matched', String(now));
  return found;
}
