import type { PayoutBooks } from '../connectors/connector.ts';
import { referenceOf, type PaymentRequest } from '../domain/payout.ts';
import { isWaiting } from '../domain/payout-states.ts';
import type { AttemptRow } from '../store/ledger-rows.ts';
import { importClaims } from './import-claims.ts';
import type { Office } from './office.ts';

/**
 * Whether the number the books have come to was given by somebody else: this ledger has no row of it, or only one it withdrew before the books took it. `used` is the number this ledger has come
 * to. The intent is committed before anything is reserved, so what was reserved from here always has its row.
 */
export const isOfAnother = ({ id, attempt }: Pick<PaymentRequest, 'id' | 'attempt'>, rows: readonly AttemptRow[], used: number): boolean =>
  attempt > 0 && !rows.some((row) => row.requestId === id && row.number === attempt && (row.stage !== 'withdrawn' || row.posted > 0 || used >= attempt));

async function ofAnother({ store: { ledger } }: Office, requests: readonly PaymentRequest[]): Promise<readonly PaymentRequest[]> {
  const tried = requests.filter(({ attempt }) => attempt > 0);
  const known = new Map((await ledger.payments(tried.map(({ id }) => id))).map((payment) => [payment.requestId, payment]));
  const rows = Map.groupBy(await ledger.attemptsOf(tried.map(({ id }) => id)), ({ requestId }) => requestId);
  // What is held, ended or to be corrected here sends nothing, and the books are told so first.
  return tried.filter((request) => isWaiting(known.get(request.id)?.state ?? request.status) && isOfAnother(request, rows.get(request.id) ?? [], known.get(request.id)?.attempt ?? 0));
}

/** It stays unplanned, and somebody has to know why. */
async function tellUnread({ store: { issues } }: Office, requests: readonly PaymentRequest[]): Promise<void> {
  for (const { id, name, attempt } of requests)
    await issues.raise({ kind: 'unreadable request', source: id, severity: 'Warning', requestId: id, summary: `${name} was sent by somebody else, and its reservation could not be read`, detail: `The books show attempt ${attempt}, which this store does not know. Nothing is sent before it is: it is read again with every look. Make sure that one companion runs, on one store; Cancel gives the request up.` });
}

/**
 * Requests that wait in the books after an attempt this ledger has no part in: of another store of the same name, which may be sending it still, or wait for funds with it. Like a reservation a recovery
 * finds it is imported as unknown and asked about, before a wish is carried out or anything is planned. What was reserved from here too late, and was withdrawn before that, has not left: its
 * number is used up.
 */
export async function importOfAnother(office: Office, books: Pick<PayoutBooks, 'reserved'>, requests: readonly PaymentRequest[]): Promise<void> {
  const { ledger, installation, issues } = office.store;
  const found = await ofAnother(office, requests);
  const bound = found.length ? await installation.read() : undefined;
  if (!bound) return;
  const claims = await books.reserved(found.map(({ id, attempt }) => referenceOf(id, attempt)));
  const rows = new Map((await ledger.attempts(claims.map(({ reference }) => reference))).map((row) => [row.reference.toLowerCase(), row]));
  // Two stores make the same references: only the sequence tells whose reservation it is.
  const isOwn = (claim: (typeof claims)[number]): boolean => rows.get(claim.reference.toLowerCase())?.sequence === claim.sequence;
  await ledger.useUp(claims.filter(isOwn).flatMap(({ reference }) => rows.get(reference.toLowerCase()) ?? []));
  const others = claims.filter((claim) => !isOwn(claim));
  if (others.length) {
    await importClaims(office, others, bound.orgId);
    await issues.raise({ kind: 'recovery', source: office.companionId, severity: 'Critical', summary: `Recovery: reservations in the books that this store does not know: ${others.length}`, detail: 'This store is not the only one: make sure that one companion runs, on one store. Nothing is sent for these requests until the provider has been asked about each.' });
  }
  const read = new Set(claims.map(({ request }) => request.id));
  await tellUnread(office, found.filter(({ id }) => !read.has(id)));
}
