import type { PayeeStatus } from '../connectors/connector.ts';
import type { Change, RecipientTold } from '../domain/change.ts';
import { loadInWords } from '../domain/first-load.ts';
import type { OutboxRow } from '../store/outbox.ts';
import { laneKey } from '../store/ledger-rows.ts';
import type { RecipientRow } from '../store/recipients.ts';
import type { Office } from './office.ts';
import { reconciliationSaid } from './reconciliation-desk.ts';
import { conversionChanges, feeAllocationChanges, rateChanges, reportingChanges } from './render-finance.ts';

const consentWords = { given: 'Given', missing: 'Missing', refused: 'Refused', off: 'Off' } as const;
const payeeWords = { active: 'Active', pending: 'Pending', inactive: 'Inactive', 'not found': 'Inactive' } as const;

async function issueChanges(office: Office, rows: readonly OutboxRow[]): Promise<readonly Change[]> {
  const found = await office.store.issues.byKeys(rows.map((row) => row.key));
  return found.map((issue) => ({
    kind: 'issue', key: issue.key, version: rows.find((row) => row.key === issue.key)?.version ?? 0, problem: issue.kind, source: issue.source, severity: issue.severity,
    status: issue.status, count: issue.count, firstSeen: new Date(issue.firstAt).toISOString(), lastSeen: new Date(issue.lastAt).toISOString(),
    summary: issue.summary, detail: issue.detail, excerpt: issue.excerpt, requestId: issue.requestId ?? undefined, answers: issue.clearsAction ? (issue.answeredAction ?? undefined) : undefined,
  }));
}

async function fundsChanges(office: Office, rows: readonly OutboxRow[]): Promise<readonly Change[]> {
  const lanes = [...await office.store.lanes.all(), ...await office.store.accountBalances.all()];
  return rows.flatMap((row): Change[] => {
    const lane = lanes.find((candidate) => laneKey(candidate) === row.key);
    if (!lane || lane.availableMinor === null) return [];
    return [{ kind: 'funds', key: `${office.keyPrefix}:${lane.program}`, version: row.version, available: { minor: lane.availableMinor, currency: lane.currency }, asOf: new Date(lane.availableAt ?? office.tools.now()).toISOString() }];
  });
}

async function snapshotChanges(office: Office, rows: readonly OutboxRow[]): Promise<readonly Change[]> {
  const changes = await Promise.all(rows.map(async (row): Promise<Change[]> => {
    const snapshot = await office.store.lanes.snapshot(row.key);
    return snapshot ? [{ kind: 'snapshot', key: row.key, version: row.version, fundingAccountKey: `${office.keyPrefix}:${snapshot.program}`, available: { minor: snapshot.availableMinor, currency: snapshot.currency }, asOf: new Date(snapshot.at).toISOString() }] : [];
  }));
  return changes.flat();
}

/** How the provider's answer is called in the books. Who was invited and is not known there yet has not registered; who never became active was declined. */
function payeeWord(status: PayeeStatus, row: RecipientRow | undefined): RecipientTold['status'] {
  if (status === 'not found' && row?.link) return 'Invited';
  if (status === 'inactive' && row && !row.everActive && row.declinedAt !== null) return 'Declined';
  return payeeWords[status];
}

async function recipientChanges(office: Office, rows: readonly OutboxRow[]): Promise<readonly Change[]> {
  const ids = rows.map((row) => row.key);
  const checks = new Map((await office.store.payeeChecks.byIds(ids)).map((check) => [check.recipientId, check]));
  const known = new Map((await office.store.recipients.byIds(ids)).map((row) => [row.recipientId, row]));
  return rows.flatMap(({ key, version }): Change[] => {
    const [check, row] = [checks.get(key), known.get(key)];
    if (!check && !row) return [];
    // A hint takes the confidence, not the answer: it is asked again, and said again.
    const checkedAt = check && check.checkedAt > 0 ? new Date(check.checkedAt).toISOString() : undefined;
    const status = check ? payeeWord(check.status, row) : row?.link ? 'Invited' : undefined;
    return [{ kind: 'recipient', key, version, status, checkedAt, link: row?.link ?? undefined, reason: row ? row.note : undefined, fingerprint: row?.fingerprint ?? undefined, fills: row?.fills ?? {}, answered: row?.answered ?? false }];
  });
}

async function connectionChanges(office: Office, rows: readonly OutboxRow[]): Promise<readonly Change[]> {
  const { store, tools } = office;
  const binding = await store.installation.read();
  const unknownSince = await store.ledger.oldestUnknown();
  const health = await store.health.read();
  const consents = new Map((await store.consents.all()).map((row) => [row.connection, { state: consentWords[row.state], detail: row.detail, link: row.link ?? undefined }]));
  const firstLoad = loadInWords(await store.firstLoad.parts(), tools.now());
  const reconciliation = await reconciliationSaid(office);
  return rows.map((row) => ({
    kind: 'connection', key: row.key, version: row.version, companionId: office.companionId, epoch: binding?.epoch ?? 0, sequence: binding?.sequence ?? 0,
    mode: office.killed() ? 'Paused' : binding?.mode === 'recovery' ? 'Recovery' : 'Normal', heartbeatAt: new Date(tools.now()).toISOString(),
    ...health.lastHeard(row.key), backlog: health.backlog, oldestUnknownAt: unknownSince === undefined ? undefined : new Date(unknownSince).toISOString(),
    breaker: health.breakerOf(row.key), consent: consents.get(row.key), callsUsed: row.key === office.booksId ? office.quota()?.used : undefined, callsLimit: row.key === office.booksId ? office.quota()?.limit : undefined,
    firstLoad: row.key === office.booksId ? firstLoad : undefined, reconciliation: row.key === office.receiverId ? reconciliation : undefined,
  }));
}

/** The changes that are not about one payment: issues, funds, snapshots, recipients, the connections' health, rates and fees. */
export async function renderRest(office: Office, rows: readonly OutboxRow[]): Promise<readonly Change[]> {
  const of = (kind: OutboxRow['kind']): readonly OutboxRow[] => rows.filter((row) => row.kind === kind);
  const parts: readonly (readonly [OutboxRow['kind'], (office: Office, rows: readonly OutboxRow[]) => Promise<readonly Change[]>])[] = [
    ['issue', issueChanges], ['funds', fundsChanges], ['snapshot', snapshotChanges], ['recipient', recipientChanges], ['connection', connectionChanges],
    ['feeAllocation', feeAllocationChanges], ['rate', rateChanges], ['conversion', conversionChanges], ['reporting', reportingChanges],
  ];
  const changes = await Promise.all(parts.map(async ([kind, make]) => (of(kind).length ? make(office, of(kind)) : [])));
  return changes.flat();
}
