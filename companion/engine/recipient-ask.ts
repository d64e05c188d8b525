import { isWaiting, waitingStates } from '../domain/payout-states.ts';
import { createHash } from 'node:crypto';
import type { Onboarding, PayeeStatus } from '../connectors/connector.ts';
import { refusedPayee } from '../domain/examine.ts';
import { changedFacts, differencesBetween, type PayeeFacts, type RecipientFacts } from '../domain/recipient.ts';
import { payeeAccountOf, payeeIdOf } from '../domain/payout.ts';
import { Problem } from '../domain/problem.ts';
import type { RecipientPatch, RecipientRow } from '../store/recipients.ts';
import type { NewIssue } from '../store/issues.ts';
import { isBusy } from '../store/ledger-rows.ts';
import type { Noted } from './noted.ts';
import type { Office } from './office.ts';
import { tell } from './recipient-look.ts';
import { retotal } from './settle-batches.ts';

/** How many payees one leg asks about before it makes room for others: two calls each. */
const askAtOnce = 50;

type Said = Awaited<ReturnType<Onboarding['payee']>>;
/** A recipient with what the provider said of its payee. */
export interface AskedRecipient {
  readonly row: RecipientRow;
  readonly payeeKey: string;
  readonly said: Said;
}

/** Asks about those whose time has come. One that could not be asked comes again; the others are not held up by it. */
export async function askDue(office: Office, onboarding: Onboarding): Promise<readonly AskedRecipient[]> {
  const { store, tools, timing } = office;
  const asked: AskedRecipient[] = [];
  for (const row of await store.recipients.dueToAsk(tools.now(), timing.leaseMs, askAtOnce)) {
    const { payeeKey } = row;
    const said = payeeKey === null ? undefined : await onboarding.payee(payeeAccountOf(payeeKey), payeeIdOf(payeeKey)).catch((error: unknown) => notAnswered(office, row, error));
    if (said && payeeKey !== null) asked.push({ row, payeeKey, said });
    else if (payeeKey === null) await store.recipients.patch([[row.recipientId, { nextAskAt: null }]]);
  }
  return asked;
}

async function notAnswered(office: Office, row: RecipientRow, error: unknown): Promise<undefined> {
  if (!(error instanceof Problem)) throw error;
  const { tools, timing } = office;
  if (error.kind === 'busy' || error.kind === 'unreachable') {
    const waitMs = Math.max(error.retryAfterMs ?? 0, timing.unknownAsksMs[0] ?? 0);
    await office.store.recipients.patch([[row.recipientId, { nextAskAt: Math.round(tools.now() + waitMs * (1 + tools.random())) }]]);
    tools.log.warn(`Recipients: the provider could not be asked about ${row.recipientId}; it is asked again. ${error.message}`);
  } else await tell(office, [[row.recipientId, { note: error.message, nextAskAt: nextAskAt(office, row, 'pending') }, row.note !== error.message]]);
  return undefined;
}

const hashOf = (facts: Partial<PayeeFacts>): string => createHash('sha256').update(JSON.stringify(Object.entries(facts).toSorted(([a], [b]) => (a < b ? -1 : 1)))).digest('hex');

const known = (facts: PayeeFacts | undefined): Partial<PayeeFacts> => Object.fromEntries(Object.entries(facts ?? {}).filter(([, value]) => value !== undefined));

/** The next question about somebody who was invited and is not active yet, at growing distances; nobody else is asked about without a reason. */
function nextAskAt({ timing, tools }: Office, row: RecipientRow, status: PayeeStatus): number | null {
  const now = tools.now();
  if (row.invitedAt === null || status === 'active' || status === 'inactive' || now - row.invitedAt > timing.payeePollForMs) return null;
  return now + (timing.payeePollsMs[Math.min(row.asks, timing.payeePollsMs.length - 1)] ?? timing.payeePollForMs);
}

/** What a person should know, most important first; null when all is well. */
function noteOf(row: RecipientRow, status: PayeeStatus, changes: readonly string[], differences: readonly string[]): string | null {
  const sentences: string[] = [];
  if (changes.length) sentences.push(`The provider now has another ${changes.join(', ')}. A second person has to confirm the payee again.`);
  if (differences.length) sentences.push(...differences, 'Correct one of them.');
  if (status === 'not found' && row.link === null) sentences.push('The provider does not know this payee id. Correct the payee key, or ask for an invitation.');
  if (status === 'pending' && row.declinedAt !== null) sentences.push('A notice said that the provider declined the payee; its status says pending. Ask the provider.');
  if (status === 'inactive') sentences.push(row.everActive ? 'The provider says the payee is inactive and pays nothing to it.' : 'The provider did not accept the payee.');
  return sentences.length ? sentences.join(' ') : null;
}

const factsOf = ({ name, email, country, payeeKey }: RecipientRow): RecipientFacts => ({ payeeKey: payeeKey ?? undefined, name: name ?? undefined, email: email ?? undefined, country: country ?? undefined });

function judge(office: Office, { row, said }: AskedRecipient): { readonly patch: RecipientPatch; readonly changes: readonly string[]; readonly differences: readonly string[] } {
  const { status, facts } = said;
  const changes = facts ? changedFacts(row.payeeFacts, facts) : [];
  const differences = facts ? differencesBetween(factsOf(row), facts) : [];
  const merged = { ...row.payeeFacts, ...known(facts) };
  return {
    changes, differences,
    patch: {
      payeeFacts: merged, ...(changes.length ? { fingerprint: hashOf(merged), changeUntold: true } : {}), everActive: row.everActive || status === 'active', ...(status === 'active' ? { declinedAt: null } : {}),
      note: noteOf({ ...row, everActive: row.everActive || status === 'active' }, status, changes, differences), asks: row.asks + 1, nextAskAt: nextAskAt(office, row, status),
    },
  };
}

const aboutAChange = ({ row }: AskedRecipient, changes: readonly string[]): NewIssue => ({
  kind: 'payee changed', source: row.recipientId, severity: 'Warning', summary: `The provider has another ${changes.join(', ')} for a payee`.slice(0, 255),
  detail: 'The recipient is Unverified again, and nothing is paid to it until a second person has confirmed it with the payee, by a way they already knew.',
});

/** A payee that changed its key since the question was put is asked about anew; the answer was about another one. */
async function stillAsked(office: Office, asked: readonly AskedRecipient[]): Promise<readonly AskedRecipient[]> {
  const rows = new Map((await office.store.recipients.byIds(asked.map(({ row }) => row.recipientId), 'for update')).map((row) => [row.recipientId, row]));
  return asked.flatMap((item) => {
    const row = rows.get(item.row.recipientId);
    return row?.payeeKey === item.payeeKey ? [{ ...item, row }] : [];
  });
}

/**
 * Compares what the provider says with what the books have and with what it said before, one transaction for all. Somebody else's name, address, country or
 * way of being paid at the provider gives the recipient another fingerprint, which makes it Unverified in the books.
 */
export async function compare(office: Office, asked: readonly AskedRecipient[]): Promise<readonly Noted[]> {
  const { store, tools } = office;
  return store.db.transaction(async () => {
    const noted: Noted[] = [];
    for (const item of await stillAsked(office, asked)) {
      const { patch, changes, differences } = judge(office, item);
      await store.payeeChecks.keep(item.row.recipientId, item.payeeKey, item.said.status, tools.now());
      await tell(office, [[item.row.recipientId, patch, true]]);
      if (changes.length && item.row.verified) await store.issues.raise(aboutAChange(item, changes));
      noted.push({ id: item.row.recipientId, note: { status: item.said.status, changes, differences } });
    }
    return noted;
  });
}

/**
 * Requests to payees that are no longer paid go back to a person before anything of them leaves. What was only planned is taken back by the stage the sender
 * looks at; what was sent once, or may have been, is left alone: the provider's status decides about it.
 */
export async function stopRequests(office: Office, asked: readonly AskedRecipient[]): Promise<readonly Noted[]> {
  const { db, ledger } = office.store;
  const refused = new Map(asked.flatMap(({ payeeKey, row, said }) => {
    const why = said.status === 'inactive' || (said.status === 'not found' && row.link === null) ? refusedPayee(said.status) : undefined;
    return why ? [[payeeKey, { why, recipientId: row.recipientId }] as const] : [];
  }));
  if (!refused.size) return [];
  const waiting = (await ledger.paymentsIn(waitingStates)).filter((payment) => refused.has(payment.payeeKey)).map((payment) => payment.requestId);
  return db.transaction(async () => {
    const payments = (await ledger.payments(waiting, 'for update')).filter(({ state }) => isWaiting(state));
    const planned = await ledger.withdraw(payments.map((payment) => payment.requestId), ['intent']);
    await retotal(office, planned.map((row) => row.batchId));
    const busy = new Set((await ledger.attemptsOf(payments.map((payment) => payment.requestId))).filter(isBusy).map((row) => row.requestId));
    const stopped = payments.filter((payment) => !busy.has(payment.requestId));
    await ledger.move(stopped.map((payment) => ({ requestId: payment.requestId, event: 'correct' as const, reason: refused.get(payment.payeeKey)?.why ?? null, patch: { clearsApproval: true, ...(planned.some((row) => row.requestId === payment.requestId) ? { batchId: null } : {}) } })));
    return stopped.map((payment) => ({ id: refused.get(payment.payeeKey)?.recipientId ?? '', note: { stopped: payment.requestId } }));
  });
}
