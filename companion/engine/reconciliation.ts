import type { Receipts } from '../connectors/connector.ts';
import { compareWithList, compareWithNobody, isWorthAsking, looksLikeOurs, type Finding, type LedgerPayout, type ListedLine } from '../domain/reconciliation.ts';
import { counted } from '../domain/plain-words.ts';
import { Problem } from '../domain/problem.ts';
import type { AttemptRow } from '../store/ledger-rows.ts';
import type { ListedRow, ReconciliationRow } from '../store/reconciliation.ts';
import { walkAccount, windowsAtOnce } from './account-walk.ts';
import { keepActualFees } from './fees.ts';
import { keepHints } from './hints.ts';
import type { Noted } from './noted.ts';
import type { Office } from './office.ts';

/** What one comparison is about, epoch ms. */
export interface Span {
  /** Payouts sent before were never compared. */
  readonly since: number;
  /** Where the last comparison ended, and this one does. */
  readonly before: number;
  readonly until: number;
  /** Payouts sent, paid, returned or listed since are looked at again. */
  readonly from: number;
  /** Where the reading of the provider's list begins. */
  readonly readFrom: number;
  /** When payouts of a lost store were imported last; their lines may be dated long before, so that the first reading afterwards begins as early as it can. */
  readonly recoveredAt: number;
}

/** A payout and what the list says of it. */
interface Found {
  readonly reference: string;
  readonly requestId: string | null;
  /** Undefined where nobody here has sent it. */
  readonly program: string | undefined;
  readonly sentAt: number;
  readonly finding: Finding;
  readonly before: ReconciliationRow | undefined;
}

const atOnce = 500;
/** So many missing, and none found, is no longer a payout that is missing. */
const tooMany = 10;
const leftCursor = 'reconciliation left';
export const differs = 'provider difference';
const unlisted = 'payouts not listed';

/** Reads the provider's list into the store, one part of it; `isMore` while parts are left. @throws Problem as the receiver does */
export async function readList(office: Office, receiver: Receipts, span: Span): Promise<{ readonly listed: number; readonly isMore: boolean }> {
  const { store: { cursors, reconciliation }, tools, timing } = office;
  const prefix = await receiver.keyPrefix();
  if (prefix === undefined) throw new Problem('refused', 'Reconciliation: the account to compare with is not known. Give the consent by the link on the connection record.', { code: 'no_account' });
  const [name, ...left] = ((await cursors.get(leftCursor)) ?? '').split(' ');
  const reading = `${span.until}/${span.recoveredAt}`;
  const now = tools.now();
  const [from = 0, to = 0, begun = 0] = name === reading ? left.map(Number) : [span.readFrom, now, now];
  let listed = 0;
  const reached = await walkAccount({ office, receiver, prefix, keep: async ({ look, movements }) => {
    const ours = movements.filter(({ kind, reference }) => (kind === 'outgoing' || kind === 'refund') && looksLikeOurs(reference));
    // Another instance may read this part, with a clock behind that of the first: what is read counts as seen since the reading began.
    await reconciliation.keepListed(ours, Math.max(begun, now));
    await keepActualFees(office, look.fees);
    listed += ours.length;
  } }, from, to, windowsAtOnce);
  if (reached >= to) await reconciliation.forgetListed(prefix, span.readFrom + timing.reconcileEveryMs, to, begun);
  await cursors.set(leftCursor, reached < to ? `${reading} ${reached} ${to} ${begun}` : '');
  return { listed, isMore: reached < to };
}

const leftAt = (row: AttemptRow): number => row.sentAt ?? row.plannedAt;

function payoutOf(row: AttemptRow): LedgerPayout {
  const fee = row.feeBasis !== 'Actual' || row.feeMinor === null || row.feeCurrency === null ? undefined : { minor: row.feeMinor, currency: row.feeCurrency };
  const money = { amount: { minor: row.amountMinor, currency: row.currency }, fee };
  if (row.returnedAt !== null) return { ...money, end: 'given back', since: row.returnedAt };
  if (row.transferredAt !== null) return { ...money, end: 'paid', since: row.transferredAt };
  if (['refused', 'settled', 'withdrawn'].includes(row.stage)) return { ...money, end: 'nothing', since: row.cancelledFirstAt ?? leftAt(row) };
  return { ...money, end: 'open', since: leftAt(row) };
}

const lineOf = ({ kind, direction, status, amountMinor: minor, currency, at }: ListedRow): ListedLine => ({ kind, direction, status, amount: { minor, currency }, at });

/** Payouts of the ledger beside the list. */
async function lookForOurs({ store, tools, timing, payerId }: Office, span: Span): Promise<readonly Found[]> {
  const references = await store.reconciliation.compared({ connection: payerId, ...span });
  const patience = { lateMs: timing.reconcilePatienceMs, contraryMs: timing.reconcileEveryMs };
  const found: Found[] = [];
  for (let at = 0; at < references.length; at += atOnce) {
    const some = references.slice(at, at + atOnce);
    const lines = Map.groupBy(await store.reconciliation.listed(some), ({ reference }) => reference);
    const before = new Map((await store.reconciliation.byReferences(some)).map((row) => [row.reference, row]));
    for (const row of await store.ledger.attempts(some)) {
      const { reference, requestId, program } = row;
      found.push({ reference, requestId, program, sentAt: leftAt(row), finding: compareWithList(payoutOf(row), (lines.get(reference.toLowerCase()) ?? []).map(lineOf), tools.now(), patience), before: before.get(reference) });
    }
  }
  return found;
}

/** References of our form that nobody here has sent, and those of which that is over. */
async function lookForStrangers({ store: { reconciliation } }: Office, { since }: Span): Promise<readonly Found[]> {
  const lines = Map.groupBy(await reconciliation.strangers(since), ({ reference }) => reference);
  const told = new Map((await reconciliation.toldUnknown()).map((row) => [row.reference, row]));
  return [...new Set([...lines.keys(), ...told.keys()])].map((reference) => {
    const of = lines.get(reference) ?? [];
    const before = told.get(reference);
    return { reference, requestId: of[0]?.requestId ?? before?.requestId ?? null, program: undefined, sentAt: of[0]?.at ?? 0, finding: compareWithNobody(of.map(lineOf)), before };
  });
}

/**
 * Programs whose payouts the provider does not list: that it does is not documented. Where it never named one of a program, or suddenly none of many, the programs are
 * told as such, once, and not each of their payouts. What was told one by one before is known to be missing, and says nothing of the others.
 */
async function notListed({ store, tools, payerId }: Office, found: readonly Found[]): Promise<{ readonly silent: ReadonlySet<string>; readonly heardAgain: boolean }> {
  const known = await store.reconciliation.listedPrograms(payerId);
  const silent = new Set<string>();
  let heardAgain = false;
  for (const [program, of] of Map.groupBy(found.flatMap((one) => (one.program === undefined ? [] : [{ ...one, program: one.program }])), (one) => one.program)) {
    const missing = of.filter(({ finding, before }) => finding.is === 'different' && finding.difference === 'not listed' && before?.state !== 'Different').length;
    const isSilent = !known.has(program) || (missing >= tooMany && !of.some(({ finding }) => finding.is === 'confirmed'));
    if (isSilent) silent.add(program);
    await store.db.transaction(async () => {
      const said = `${unlisted} ${program}`;
      const wasSaid = (await store.cursors.get(said)) === 'said';
      if (isSilent && missing && !wasSaid) {
        await store.issues.raise({
          kind: unlisted, source: `${payerId}/${program}`, severity: 'Warning', summary: `The provider lists no payouts of program ${program}: they can't be compared`,
          detail: `${counted(missing, 'payout')} completed here, and the account's list of transactions names none of this program. Ask the provider whether it lists payouts of this program, and on which account; the consent has to be that account's. Until then compare its statement by hand. Status and seals are not touched. Looked at on ${new Date(tools.now()).toISOString().slice(0, 10)}.`,
        });
        await store.cursors.set(said, 'said');
      }
      if (!isSilent && wasSaid) {
        await store.issues.mend(unlisted, `${payerId}/${program}`);
        await store.cursors.set(said, '');
        heardAgain = true;
      }
    });
  }
  return { silent, heardAgain };
}

const isSilence = ({ finding }: Found): boolean => finding.is === 'awaited' || (finding.is === 'different' && finding.difference === 'not listed');
const isNews = ({ finding, before }: Found): boolean =>
  finding.is === 'nothing' ? (before?.state ?? null) !== null : before?.state?.toLowerCase() !== finding.is || before.detail !== finding.detail || before.difference !== (finding.is === 'different' ? finding.difference : null);

/** What a comparison came to: what is news, and all of it in words. `again` when the provider now lists a program it did not: its earlier payouts have to be compared too. */
interface Compared {
  readonly news: readonly Found[];
  readonly said: string;
  readonly again: boolean;
}

export async function compareDays(office: Office, span: Span): Promise<Compared> {
  const ours = await lookForOurs(office, span);
  const { silent, heardAgain: again } = await notListed(office, ours);
  const all = [...ours.filter((one) => one.program === undefined || !silent.has(one.program) || !isSilence(one)), ...(await lookForStrangers(office, span))];
  const sent = ours.filter(({ sentAt }) => sentAt >= span.before);
  const are = (is: Finding['is']): number => sent.filter(({ finding }) => finding.is === is).length;
  const unheard = sent.filter((one) => one.program !== undefined && silent.has(one.program) && isSilence(one)).length;
  return { news: all.filter(isNews), again, said: `${counted(sent.length, 'payout')} since the last look: ${are('confirmed')} found as they are here, ${are('awaited') + are('different') - unheard} not, ${unheard} of programs the provider does not list` };
}

const states = { confirmed: 'Confirmed', awaited: 'Awaited', different: 'Different', nothing: null } as const satisfies Record<Finding['is'], ReconciliationRow['state']>;
const rowOf = ({ reference, requestId, finding }: Found): Omit<ReconciliationRow, 'confirmedAt'> => ({
  reference, requestId, state: states[finding.is], difference: finding.is === 'different' ? finding.difference : null, detail: finding.is === 'nothing' ? '' : finding.detail,
});

async function tell({ store }: Office, { reference, requestId, finding, before }: Found): Promise<void> {
  if (before?.state === 'Different') await store.issues.mend(differs, reference);
  if (finding.is !== 'different') return;
  await store.issues.raise({
    kind: differs, source: reference, severity: 'Critical', summary: `The provider's transactions differ: ${reference} ${finding.difference}`, ...(requestId === null ? {} : { requestId }),
    detail: `${finding.detail} Compare it with the provider's statement before anything is paid again. It is looked at every day and resolved by itself when both sides agree.`,
  });
}

/** Keeps what is news, for the Payment Transactions, asks about what the provider seems to know better, and names differences: all or nothing for each part, once however often it is repeated. */
export async function keepFindings(office: Office, news: readonly Found[]): Promise<{ readonly marked: readonly Noted[]; readonly named: readonly Noted[] }> {
  const { db, reconciliation, ledger } = office.store;
  const kept: Found[] = [];
  for (let at = 0; at < news.length; at += atOnce) {
    const some = news.slice(at, at + atOnce);
    kept.push(...(await db.transaction(async () => {
      const changed = await reconciliation.keep(some.map(rowOf), office.tools.now());
      const those = some.filter(({ reference }) => changed.has(reference));
      for (const one of those) await tell(office, one);
      await keepHints(office, those.filter(({ finding }) => isWorthAsking(finding)).map(({ reference }) => ({ reference, word: 'listed by the provider', final: true })));
      await ledger.announce('transaction', those.filter(({ program }) => program !== undefined).map(({ reference }) => reference));
      return those;
    })));
  }
  const noted = ({ reference, requestId, finding }: Found): Noted => ({ id: requestId ?? reference, note: { reference, ...finding } });
  return { marked: kept.filter(({ program }) => program !== undefined).map(noted), named: kept.filter(({ finding, before }) => finding.is === 'different' || before?.state === 'Different').map(noted) };
}
