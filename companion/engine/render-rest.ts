import type { Change } from '../domain/change.ts';
import { loadInWords } from '../domain/first-load.ts';
import type { OutboxRow } from '../store/outbox.ts';
import { laneKey } from '../store/ledger-rows.ts';
import type { Office } from './office.ts';

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
  const lanes = await office.store.lanes.all();
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

async function recipientChanges(office: Office, rows: readonly OutboxRow[]): Promise<readonly Change[]> {
  const found = await office.store.recipients.byIds(rows.map((row) => row.key));
  return found.map((check) => ({ kind: 'recipient', key: check.recipientId, version: rows.find((row) => row.key === check.recipientId)?.version ?? 0, status: payeeWords[check.status], checkedAt: new Date(check.checkedAt).toISOString() }));
}

async function connectionChanges(office: Office, rows: readonly OutboxRow[]): Promise<readonly Change[]> {
  const { store, tools } = office;
  const binding = await store.installation.read();
  const unknown = (await store.ledger.attemptsIn(['unknown'])).map((row) => row.unknownSince ?? tools.now());
  const health = await store.health.read();
  const firstLoad = loadInWords(await store.firstLoad.parts(), tools.now());
  return rows.map((row) => ({
    kind: 'connection', key: row.key, version: row.version, companionId: office.companionId, epoch: binding?.epoch ?? 0, sequence: binding?.sequence ?? 0,
    mode: office.killed() ? 'Paused' : binding?.mode === 'recovery' ? 'Recovery' : 'Normal', heartbeatAt: new Date(tools.now()).toISOString(),
    lastEventAt: health.lastEventAt, lastWebhookAt: health.lastWebhookAt, backlog: health.backlog, oldestUnknownAt: unknown.length ? new Date(Math.min(...unknown)).toISOString() : undefined,
    breaker: health.breakerOf(row.key), callsUsed: row.key === office.booksId ? office.quota()?.used : undefined, callsLimit: row.key === office.booksId ? office.quota()?.limit : undefined,
    firstLoad: row.key === office.booksId ? firstLoad : undefined,
  }));
}

/** The changes that are not about one payment: issues, funds, snapshots, recipients and the connections' health. */
export async function renderRest(office: Office, rows: readonly OutboxRow[]): Promise<readonly Change[]> {
  const of = (kind: OutboxRow['kind']): readonly OutboxRow[] => rows.filter((row) => row.kind === kind);
  const parts: readonly (readonly [OutboxRow['kind'], (office: Office, rows: readonly OutboxRow[]) => Promise<readonly Change[]>])[] = [
    ['issue', issueChanges], ['funds', fundsChanges], ['snapshot', snapshotChanges], ['recipient', recipientChanges], ['connection', connectionChanges],
  ];
  const changes = await Promise.all(parts.map(async ([kind, make]) => (of(kind).length ? make(office, of(kind)) : [])));
  return changes.flat();
}
