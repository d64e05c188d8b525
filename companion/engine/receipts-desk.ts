import { randomBytes } from 'node:crypto';
import type { Consent, ConsentStanding, ReceiptBooks, Receipts } from '../connectors/connector.ts';
import { Problem } from '../domain/problem.ts';
import type { KeyedMovement, MovementRow } from '../store/movements.ts';
import type { Heard } from './account-walk.ts';
import { keepActualFees } from './fees.ts';
import type { Noted } from './noted.ts';
import type { Office } from './office.ts';
import { keepMovements, matchReceipts, readAccount } from './receipts.ts';

/** A link for giving consent is good for a day; a new one takes its place some hours before. */
const linkLifeMs = 86_400_000;
const linkRenewMs = 6 * 3_600_000;

async function linkFor(office: Pick<Office, 'store' | 'tools' | 'door'>, connection: string, standing: ConsentStanding): Promise<{ readonly link: string | null; readonly linkEndsAt: number | null }> {
  const { store, tools } = office;
  const door = office.door?.();
  if (door === undefined || (standing.state !== 'missing' && standing.state !== 'refused')) return { link: null, linkEndsAt: null };
  const before = await store.consents.read(connection);
  if (before?.link?.startsWith(`${door}/`) && (before.linkEndsAt ?? 0) - tools.now() > linkRenewMs) return before;
  const pass = randomBytes(24).toString('base64url');
  await store.consents.issue(pass, connection, 'link', linkLifeMs);
  return { link: `${door}/consent/${connection}/${pass}`, linkEndsAt: tools.now() + linkLifeMs };
}

async function standingOf(consent: Consent | undefined): Promise<ConsentStanding> {
  if (!consent) return { state: 'given', detail: 'This account needs no consent.' };
  try {
    return await consent.standing();
  } catch (error) {
    // A kept consent that can't be opened is none, and says so where the admin looks. A store that does not answer says nothing about the consent: the leg comes again.
    if (error instanceof Problem && error.kind === 'refused') return { state: 'refused', detail: error.message };
    throw error;
  }
}

async function mayReceive({ receiverId: connection, ...rest }: Office, consent: Consent | undefined): Promise<boolean> {
  const { store, tools, timing } = rest;
  if (connection === undefined) return false;
  const standing = await standingOf(consent);
  const isNews = await store.consents.note({ connection, state: standing.state, detail: standing.detail, ...(await linkFor(rest, connection, standing)) });
  if (isNews) {
    tools.log[standing.state === 'given' ? 'info' : 'warn'](`Receipts: ${standing.state === 'given' ? 'on' : 'off'}. ${standing.detail}`, { connection });
    await store.outbox.add('connection', [connection], tools.now() + timing.writeDelayMs);
    if (standing.state === 'refused') await store.issues.raise({ kind: 'consent refused', source: connection, severity: 'Warning', summary: `Receipts of ${connection} are off: the consent is not taken any more`, detail: `${standing.detail} Payouts are not touched.` });
  }
  return standing.state === 'given';
}

/** The desk for money that comes in. None of it can move money: it reads, keeps and tells. */
export const receiptsDesk = (office: Office) => {
  const { store, tools, timing } = office;
  let noting: Promise<unknown> = Promise.resolve();
  /** One after the other, or two legs that begin together would each make a link. */
  const inTurn = <T>(work: () => Promise<T>): Promise<T> => {
    const turn = noting.then(work);
    noting = turn.catch(() => undefined);
    return turn;
  };
  return {
    /** While it is still being read what was paid before, a payout of ours would be taken for somebody else's. */
    waits: (): Promise<boolean> => store.firstLoad.pending(),
    /** Whether the account may be looked at; why not is said in the log, on the connection record and by /readyz, once for each change. Makes no call. */
    mayReceive: (consent: Consent | undefined): Promise<boolean> => inTurn(() => mayReceive(office, consent)),
    /** However many hints come, one look soon. */
    lookSoon: (): Promise<void> => store.timers.debounce('receipts', '', tools.now(), timing.surveyQuietMs, timing.surveyLatestMs),
    /** Without a consent the next look comes all the same, in case it stands by then; one that was asked for sooner, because it was just given, is not put off. */
    lookLater: (): Promise<void> => store.timers.atLatest('receipts', '', tools.now() + timing.receiptsMs),
    readAccount: (receiver: Receipts, keep: (heard: Heard) => Promise<void>): Promise<boolean> => readAccount(office, receiver, keep),
    keepMovements: (heard: Heard): Promise<readonly KeyedMovement[]> => keepMovements(office, heard),
    /** Fees named beside payouts of ours, as soon as a line tells one. */
    keepFeesOf: ({ look }: Heard): Promise<readonly Noted[]> => keepActualFees(office, look.fees),
    async matchReceipts(books: ReceiptBooks): Promise<readonly Noted[]> {
      return [...(await matchReceipts(office, books))].map(([id, { state, reason, accountId, opportunityId }]) => ({ id, note: { state, reason, accountId, opportunityId } }));
    },
    /** What the books took since the last look, for the journal. */
    writtenMovements: (): Promise<readonly MovementRow[]> => store.movements.takeWritten(),
  };
};
