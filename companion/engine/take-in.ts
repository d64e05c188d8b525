import type { Claim, PayeeStatus } from '../connectors/connector.ts';
import type { LoadPart } from '../domain/first-load.ts';
import type { HistoryPage } from '../domain/history.ts';
import { findingsOf, foldedKey, type ListedRecipient } from '../domain/recipient-findings.ts';
import { importEnded } from './import-claims.ts';
import type { Office } from './office.ts';

/** Rows of one statement: the embedded store never gives back the memory its largest statement took. */
const atOnce = 500;

/** What the books call a payee whose standing is known; of others nothing is remembered. */
const standings: Readonly<Record<string, PayeeStatus>> = { Active: 'active', Pending: 'pending', Inactive: 'inactive' };

/** Payments of a page, those left out that are in the ledger already: from a page before, from an export begun anew, or as reservations in doubt. */
async function takeInEnded(office: Office, { claims }: HistoryPage<Claim>, orgId: string, place: number): Promise<number> {
  const { ledger } = office.store;
  const references = new Set((await ledger.attempts(claims.map(({ reference }) => reference))).map(({ reference }) => reference.toLowerCase()));
  const requests = new Set((await ledger.payments(claims.map(({ request }) => request.id))).map(({ requestId }) => requestId));
  const fresh = claims.filter(({ reference, request }) => !references.has(reference.toLowerCase()) && !requests.has(request.id));
  for (let from = 0; from < fresh.length; from += atOnce) await importEnded(office, fresh.slice(from, from + atOnce), orgId, place + from);
  return claims.length - fresh.length;
}

async function takeInRecipients(office: Office, recipients: readonly ListedRecipient[], accounts: ReadonlySet<string>): Promise<number> {
  const { firstLoad, payeeChecks: checks } = office.store;
  const known = await firstLoad.recipientsKnown(recipients.map(({ id }) => id));
  const ours = { keyPrefix: office.keyPrefix, accounts };
  await firstLoad.note(recipients.flatMap((recipient) => findingsOf(recipient, ours).map(({ finding, value }) => ({ recordId: recipient.id, finding, value }))));
  await firstLoad.keepRecipients(recipients.flatMap(({ id, payeeKey }) => (payeeKey === undefined ? [] : [{ id, payeeKey, folded: foldedKey(payeeKey) }])));
  await checks.keepOlder(recipients.flatMap(({ id, payeeKey, status, statusCheckedAt }) => {
    const standing = standings[status ?? ''];
    return payeeKey === undefined || standing === undefined || statusCheckedAt === undefined ? [] : [{ recipientId: id, payeeKey, status: standing, checkedAt: Math.min(Date.parse(statusCheckedAt), office.tools.now()) }];
  }));
  return known;
}

/**
 * Takes in one page together with how far it got, in one transaction: whoever dies in between has done neither. Nothing happens when another process was
 * there before.
 */
export async function takeIn(office: Office, at: { readonly part: LoadPart; readonly exportId: string | null; readonly place: string | null }, page: HistoryPage<Claim>): Promise<'more' | 'all' | 'somebody else'> {
  const { db, firstLoad, installation } = office.store;
  return db.transaction(async () => {
    const row = await firstLoad.part(at.part, 'for update');
    const bound = await installation.read();
    if (!row || !bound || !['waiting', 'reading'].includes(row.state) || row.exportId !== at.exportId || row.place !== at.place) return 'somebody else';
    const accounts = new Set(bound.programs.map((program) => program.split(':')[0] ?? ''));
    let known = at.part === 'ended' ? await takeInEnded(office, page, bound.orgId, row.read + 1) : 0;
    for (let from = 0; from < page.recipients.length; from += atOnce) known += await takeInRecipients(office, page.recipients.slice(from, from + atOnce), accounts);
    await firstLoad.advance(at.part, { rows: page.rows, known, unreadable: page.unreadable, next: page.next, at: office.tools.now() });
    return page.next === undefined ? 'all' : 'more';
  });
}
