import type { Onboarding, RecipientRecord } from '../connectors/connector.ts';
import { completed, invitationOf, troubleWith, type RecipientFacts } from '../domain/recipient.ts';
import { pickOne } from '../domain/picklist.ts';
import { payeeAccountOf } from '../domain/payout.ts';
import { Problem } from '../domain/problem.ts';
import { notedSince } from '../domain/timing.ts';
import type { RecipientPatch, RecipientRow } from '../store/recipients.ts';
import type { Noted } from './noted.ts';
import type { Office } from './office.ts';

/** What a person may ask for on a recipient: a registration link, or that the provider be asked now. */
type Wish = 'Invite' | 'Check';

/** A recipient that was changed or on which something is asked for. */
export interface FoundRecipient {
  readonly record: RecipientRecord;
  readonly wish: Wish | undefined;
  readonly row: RecipientRow;
}
/** With everything that could be filled in; `trouble` in words keeps it from the provider. */
export interface CheckedRecipient extends FoundRecipient {
  readonly facts: RecipientFacts;
  readonly trouble: readonly string[];
}

const factNames = ['payeeKey', 'name', 'email', 'country'] as const;

/** A fact that is blank in the books and on its way there is no change. */
const changed = ({ facts }: RecipientRecord, row: RecipientRow): boolean => factNames.some((fact) => (facts[fact] ?? row.fills[fact] ?? null) !== row[fact]);

/** Payees of other providers are none of our business; a recipient without a key is, once somebody asks for something. */
const isOurs = ({ keyPrefix }: Office, { facts }: RecipientRecord, wish: Wish | undefined): boolean =>
  facts.payeeKey === undefined ? wish !== undefined : facts.payeeKey.split(':')[0] === keyPrefix.split(':')[0];

/** Answered already and not yet cleared in the books, or shown by a look (`lookedAt`, epoch ms) that began before it was. */
const answeredBefore = (row: RecipientRow, lookedAt: number, now: number): boolean => row.answered || notedSince(row.answeredAt, lookedAt, now) || notedSince(row.clearedAt, lookedAt, now);

/** Those of the look that are news: a wish nobody answered, or facts that are others than before. What the companion itself wrote is neither. */
export async function foundIn(office: Office, records: readonly RecipientRecord[], lookedAt: number): Promise<readonly FoundRecipient[]> {
  const { recipients: table } = office.store;
  const wishes = records.map((record) => ({ record, wish: pickOne<Wish>(['Invite', 'Check'], record.action ?? '') }));
  const ours = wishes.filter(({ record, wish }) => isOurs(office, record, wish));
  await table.add(ours.map(({ record }) => record.id), office.tools.now());
  const rows = new Map((await table.byIds(ours.map(({ record }) => record.id))).map((row) => [row.recipientId, row]));
  await table.patch(ours.flatMap(({ record: { id, verified } }) => (rows.get(id)?.verified === verified ? [] : [[id, { verified }] as const])));
  return ours.flatMap(({ record, wish }): FoundRecipient[] => {
    const row = rows.get(record.id);
    if (!row) return [];
    const open = wish !== undefined && !answeredBefore(row, lookedAt, office.tools.now()) ? wish : undefined;
    return open || (changed(record, row) && (record.facts.payeeKey ?? row.fills.payeeKey) !== undefined) ? [{ record, wish: open, row }] : [];
  });
}

/** What somebody entered in the meantime is not filled in any more; and a registration link is the link of one payee, and of no other. */
function overtaken({ facts }: RecipientRecord, row: RecipientRow): Pick<RecipientPatch, 'fills' | 'link' | 'invitedAt'> {
  const own = Object.entries(row.fills).filter(([fact, fill]) => [undefined, fill].includes(facts[fact as (typeof factNames)[number]]));
  const isAnother = facts.payeeKey !== undefined && row.payeeKey !== null && facts.payeeKey !== row.payeeKey;
  return { ...(own.length < Object.keys(row.fills).length ? { fills: Object.fromEntries(own) } : {}), ...(isAnother ? { link: null, invitedAt: null } : {}) };
}

/** The books' own words for who is paid, put into order; what is wrong with them is told at once, and the provider is not bothered with it. */
export async function check(office: Office, onboarding: Pick<Onboarding, 'programs'>, found: readonly FoundRecipient[]): Promise<readonly CheckedRecipient[]> {
  const rules = { keyPrefix: office.keyPrefix, programs: onboarding.programs };
  const checked = found.map((item): CheckedRecipient => {
    const facts = completed(item.record.facts, item.wish === 'Invite' ? item.record.party : undefined);
    const trouble = [...troubleWith(facts, rules, item.wish === 'Invite' ? 'invitation' : 'payments')];
    if (item.wish === 'Check' && !facts.payeeKey) trouble.push('There is no payee key to ask the provider about. Ask for an invitation, or enter the payee key.');
    return { ...item, facts, trouble };
  });
  await tell(office, checked.map(({ record, row, wish, facts, trouble }) => {
    const taken = overtaken(record, row);
    const on = (fact: (typeof factNames)[number]): string | null => record.facts[fact] ?? (taken.fills ?? row.fills)[fact] ?? null;
    const seen = { payeeKey: on('payeeKey'), name: on('name'), email: on('email'), country: on('country'), ...taken };
    if (trouble.length) return [record.id, { ...seen, note: trouble.join(' '), nextAskAt: null, ...answer(office, wish) }, true];
    return [record.id, { ...seen, ...(facts.payeeKey ? { nextAskAt: office.tools.now() } : {}), ...(wish === 'Check' ? answer(office, wish) : {}) }, taken.fills !== undefined];
  }));
  return checked;
}

const answer = (office: Office, wish: Wish | undefined): RecipientPatch => (wish ? { answered: true, answeredAt: office.tools.now() } : {});

/** Keeps what is known of recipients; those that a person should hear of go to the books with it. */
export async function tell(office: Office, patches: readonly (readonly [id: string, patch: RecipientPatch, aloud: boolean])[]): Promise<void> {
  const { db, recipients, outbox } = office.store;
  const now = office.tools.now();
  await db.transaction(async () => {
    await recipients.patch(patches.map(([id, patch]) => [id, { ...patch, updatedAt: now }]));
    await outbox.add('recipient', patches.filter(([, , aloud]) => aloud).map(([id]) => id), now + office.timing.writeDelayMs);
  });
}

/** Salesforce keeps no longer address in a field of type URL. */
const longestLink = 255;

async function linkFor(onboarding: Onboarding, facts: RecipientFacts, { record }: CheckedRecipient): Promise<string | Problem> {
  try {
    const link = await onboarding.link(payeeAccountOf(facts.payeeKey ?? ''), invitationOf(record.id, facts, record.party));
    return link.length <= longestLink ? link : new Problem('unmapped', `The provider's registration link has ${link.length} characters, and the books keep ${longestLink}. Invite the payee on the provider's own pages.`);
  } catch (error) {
    if (error instanceof Problem) return error;
    throw error;
  }
}

/**
 * Asks the provider for a registration link for everybody who is to be invited, one after the other. Who has no payee key yet gets one: the record's own id in
 * the first program. What fails in passing is left standing in the books and asked for again; a refusal is told in words.
 */
export async function invite(office: Office, onboarding: Onboarding, checked: readonly CheckedRecipient[]): Promise<readonly Noted[]> {
  const invited: Noted[] = [];
  for (const item of checked) {
    if (item.wish !== 'Invite' || item.trouble.length) continue;
    const now = office.tools.now();
    const payeeKey = item.facts.payeeKey ?? `${office.keyPrefix}:${onboarding.programs[0]?.program ?? ''}:${item.record.id}`;
    const facts = { ...item.facts, payeeKey };
    const link = await linkFor(onboarding, facts, item);
    if (link instanceof Problem) {
      await notInvited(office, item, link);
      continue;
    }
    const fills = Object.fromEntries(factNames.flatMap((fact) => (item.record.facts[fact] === undefined && facts[fact] !== undefined ? [[fact, facts[fact]]] : [])));
    const known = { payeeKey, name: facts.name ?? null, email: facts.email ?? null, country: facts.country ?? null };
    await tell(office, [[item.record.id, { ...known, fills, link, invitedAt: now, note: null, declinedAt: null, asks: 0, nextAskAt: now, ...answer(office, item.wish) }, true]]);
    invited.push({ id: item.record.id, note: { payeeKey, filled: Object.keys(fills) } });
  }
  return invited;
}

async function notInvited(office: Office, { record, wish }: CheckedRecipient, problem: Problem): Promise<void> {
  if (problem.kind === 'busy' || problem.kind === 'unreachable') {
    office.tools.log.warn(`Recipients: ${record.id} could not be invited yet; it is tried again. ${problem.message}`);
    return office.store.timers.atLatest('recipients', '', office.tools.now() + Math.max(problem.retryAfterMs ?? 0, office.timing.unknownAsksMs[0] ?? 0));
  }
  await tell(office, [[record.id, { note: `Not invited. ${problem.message}`, ...answer(office, wish) }, true]]);
}
