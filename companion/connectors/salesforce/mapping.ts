import type { Change, ChangeKind, TimelineEntry } from '../../domain/change.ts';
import { decimalText, type Money } from '../../domain/money.ts';
import { exactNumber } from './exact-json.ts';
import { conversionFields, feeAllocationFields, rateFields, reportingFields } from './finance-mapping.ts';
import type { Names } from './names.ts';

/** What a record may hold when written: amounts as exact JSON numbers, related rows by their external id. */
type RecordFields = Readonly<Record<string, unknown>>;

/** The room of the long text fields, in characters; the short ones are named where they are used. */
const longRoom = 32_768;
const sealRoom = 4_096;

/** Cuts a text to a field's length without splitting a character; the mark shows that something is missing. */
export function fit(text: string | undefined, room: number): string | null {
  if (text === undefined || text === '') return null;
  if (text.length <= room) return text;
  return `${text.slice(0, room - 1).replace(/[\uD800-\uDBFF]$/, '')}…`;
}

/** The story as JSON; when too long, the oldest lines after the first are left out, so that it stays readable JSON. */
export function timelineText(entries: readonly TimelineEntry[]): string {
  const [first, ...later] = entries.map((entry) => ({ ...entry, text: fit(entry.text, 1_000) ?? '' }));
  if (first === undefined) return '[]';
  const kept = [...later];
  let text = JSON.stringify([first, ...kept]);
  while (text.length > longRoom) {
    kept.splice(0, Math.max(1, Math.floor(kept.length / 8)));
    text = JSON.stringify([first, ...kept]);
  }
  return text;
}

const amount = (money: Money | undefined): unknown => (money === undefined ? null : exactNumber(decimalText(money)));
/** The account money moved on, once it is known: it never changes then. */
const movedOn = ({ fundingAccountId }: { readonly fundingAccountId: string }, change: { readonly fundingAccountId: string | undefined }): RecordFields => (change.fundingAccountId === undefined ? {} : { [fundingAccountId]: change.fundingAccountId });
const related = (relationship: string, key: string, value: string): RecordFields => ({ [relationship]: { [key]: value } });

type Of<K extends ChangeKind> = Extract<Change, { kind: K }>;

/**
 * Only what the companion owns. The requested action is cleared only when it was carried out, and the stamp only when the approval no longer counts.
 */
function requestFields(change: Of<'request'>, { request: n, batch }: Names): RecordFields {
  const stamp = [n.approvedAmount, n.approvedCurrency, n.approvedRecipientId, n.approvedPayeeKey, n.approvedPurpose, n.approvedAt, n.approvedById, n.submittedById];
  const cleared = [...(change.answers === undefined ? [] : [n.action, n.actionReason]), ...(change.clearsApproval ? stamp : [])];
  return {
    id: change.key,
    [n.status]: change.status,
    [n.reason]: fit(change.reason, 255),
    [n.secondApproval]: change.needsSecondApproval,
    ...(change.providerStatus === undefined ? {} : { [n.providerStatus]: fit(change.providerStatus ?? undefined, 80) }),
    [n.expectedArrival]: change.expectedArrival?.slice(0, 10) ?? null,
    ...(change.leavesAt === undefined ? {} : { [n.leavesAt]: change.leavesAt }),
    [n.version]: change.version,
    ...(change.batchKey === undefined ? {} : change.batchKey === null ? { [n.batchId]: null } : related(n.batch, batch.key, change.batchKey)),
    ...Object.fromEntries(cleared.map((name) => [name, null])),
    ...(change.answers === undefined ? {} : { [n.answered]: change.answers }),
    ...(change.stoppedApprovalAt === undefined ? {} : { [n.stoppedApproval]: change.stoppedApprovalAt }),
  };
}

/** A recipient that has no key yet gets one together with its provider, the first part of the key. */
function recipientFields({ key, version, fills = {}, ...told }: Of<'recipient'>, { recipient, onboarding: n }: Names): RecordFields {
  const { payeeKey, name, email, country } = fills;
  const known: readonly (readonly [string, string | null | undefined])[] = [
    [recipient.status, told.status], [recipient.statusCheckedAt, told.checkedAt], [n.link, told.link], [n.fingerprint, told.fingerprint],
    [n.payeeKey, payeeKey], [n.provider, payeeKey?.split(':')[0]], [n.name, name && fit(name, 120)], [n.email, email], [n.country, country],
  ];
  return {
    id: key,
    ...Object.fromEntries(known.filter(([, value]) => value !== undefined)),
    ...(told.reason === undefined ? {} : { [n.reason]: fit(told.reason ?? undefined, 255) }),
    ...(told.answered ? { [n.action]: null } : {}),
    [recipient.version]: version,
  };
}

function transactionFields(change: Of<'transaction'>, { transaction: n, batch }: Names): RecordFields {
  return {
    [n.key]: change.key,
    [n.requestId]: change.requestId,
    ...related(n.batch, batch.key, change.batchKey),
    ...movedOn(n, change),
    [n.reference]: change.reference,
    [n.type]: change.type,
    [n.direction]: change.direction,
    [n.status]: change.status,
    [n.amount]: amount(change.amount),
    [n.currency]: change.amount.currency,
    // Known once, it is a fact; a ledger that began anew does not know it yet.
    ...(change.payoutId === undefined ? {} : { [n.payoutId]: fit(change.payoutId, 80) }),
    [n.providerStatus]: fit(change.providerStatus, 80),
    [n.reason]: fit(change.reason, 255),
    [n.targetAmount]: amount(change.target),
    [n.targetCurrency]: change.target?.currency ?? null,
    [n.feeAmount]: amount(change.fee),
    [n.feeCurrency]: change.fee?.currency ?? null,
    [n.feeBasis]: change.fee?.basis ?? null,
    [n.fxRate]: change.fxRate === undefined ? null : exactNumber(change.fxRate.rate),
    [n.fxSource]: fit(change.fxRate?.source, 80),
    [n.fxAt]: change.fxRate?.at ?? null,
    [n.occurredAt]: change.occurredAt,
    [n.timeline]: timelineText(change.timeline),
    ...(change.reconciled === undefined ? {} : { [n.reconciliation]: change.reconciled.state, [n.reconciledAt]: change.reconciled.at ?? null, [n.reconciliationDetail]: fit(change.reconciled.detail, 255) }),
    [n.version]: change.version,
  };
}

/** What a person may decide is written only while it is news: the books refuse it once somebody did (`MATCH-DECIDED`). */
function receiptFields(change: Of<'receipt'>, { receipt: n }: Names): RecordFields {
  const { match } = change;
  return {
    [n.key]: change.key,
    ...movedOn(n, change),
    [n.amount]: amount(change.amount),
    [n.currency]: change.amount.currency,
    [n.receivedAt]: change.receivedAt,
    [n.source]: fit(change.source, 120),
    [n.reference]: fit(change.reference, 80),
    [n.status]: change.status,
    [n.providerStatus]: fit(change.providerStatus, 80),
    ...(match === undefined ? {} : {
      [n.matchState]: match.state, [n.matchReason]: fit(match.reason, 255), [n.account]: match.accountId ?? null, [n.contact]: match.contactId ?? null, [n.opportunity]: match.opportunityId ?? null,
    }),
    [n.version]: change.version,
  };
}

const movementFields = (change: Of<'movement'>, { movement: n, receipt }: Names): RecordFields => ({
  [n.key]: change.key,
  ...movedOn(n, change),
  ...(change.receiptKey === undefined ? {} : related(n.receipt, receipt.key, change.receiptKey)),
  [n.type]: change.type,
  [n.direction]: change.direction,
  [n.status]: change.status,
  [n.amount]: amount(change.amount),
  [n.currency]: change.amount.currency,
  [n.reference]: fit(change.reference, 50),
  [n.providerStatus]: fit(change.providerStatus, 80),
  [n.occurredAt]: change.occurredAt,
  [n.timeline]: timelineText(change.timeline),
  [n.version]: change.version,
});

function batchFields(change: Of<'batch'>, { batch: n }: Names): RecordFields {
  return {
    [n.key]: change.key,
    ...movedOn(n, change),
    [n.currency]: change.currency,
    [n.status]: change.status,
    [n.requestedCount]: change.requestedCount,
    [n.requested]: amount(change.requested),
    [n.approved]: amount(change.approved),
    [n.provider]: amount(change.provider),
    [n.movement]: amount(change.movement),
    [n.paid]: amount(change.paid),
    [n.returned]: amount(change.returned),
    [n.failed]: amount(change.failed),
    [n.held]: amount(change.held),
    [n.inFlight]: amount(change.inFlight),
    [n.residue]: amount(change.residue),
    [n.seal]: change.seal,
    [n.sealDetail]: fit(change.sealDetail, sealRoom),
    [n.sentAt]: change.sentAt ?? null,
    [n.version]: change.version,
  };
}

function issueFields(change: Of<'issue'>, { issue: n }: Names): RecordFields {
  return {
    [n.key]: change.key,
    [n.problem]: fit(change.problem, 40),
    [n.source]: fit(change.source, 80),
    [n.severity]: change.severity,
    [n.status]: change.status,
    [n.count]: change.count,
    [n.firstSeen]: change.firstSeen,
    [n.lastSeen]: change.lastSeen,
    [n.summary]: fit(change.summary, 255),
    [n.detail]: fit(change.detail, longRoom),
    [n.excerpt]: fit(change.excerpt, longRoom),
    [n.requestId]: change.requestId ?? null,
    ...(change.answers === undefined ? {} : { [n.action]: null, [n.actionReason]: null, [n.answered]: change.answers }),
    [n.version]: change.version,
  };
}

function connectionFields(change: Of<'connection'>, { connection: n }: Names): RecordFields {
  return {
    [n.key]: change.key,
    [n.companionId]: fit(change.companionId, 80),
    [n.epoch]: change.epoch,
    [n.sequence]: change.sequence,
    [n.mode]: change.mode,
    [n.heartbeatAt]: change.heartbeatAt,
    [n.silent]: false,
    [n.lastEventAt]: change.lastEventAt ?? null,
    [n.lastWebhookAt]: change.lastWebhookAt ?? null,
    [n.backlog]: change.backlog,
    [n.oldestUnknownAt]: change.oldestUnknownAt ?? null,
    [n.callsUsed]: change.callsUsed ?? null,
    [n.callsLimit]: change.callsLimit ?? null,
    [n.breaker]: change.breaker,
    ...(change.consent === undefined ? {} : { [n.consentState]: change.consent.state, [n.consentDetail]: fit(change.consent.detail, 255), [n.consentLink]: fit(change.consent.link, 255) }),
    ...(change.firstLoad === undefined ? {} : { [n.firstLoad]: fit(change.firstLoad, 255) }),
    ...(change.reconciliation === undefined ? {} : { [n.reconciliation]: fit(change.reconciliation, 255) }),
    [n.version]: change.version,
  };
}

const fundsFields = (change: Of<'funds'>, { funds: n }: Names): RecordFields => ({
  [n.key]: change.key,
  [n.available]: amount(change.available),
  [n.availableAt]: change.asOf,
  [n.version]: change.version,
});

const snapshotFields = (change: Of<'snapshot'>, { snapshot: n, funds }: Names): RecordFields => ({
  [n.key]: change.key,
  ...related(n.fundingAccount, funds.key, change.fundingAccountKey),
  [n.available]: amount(change.available),
  [n.currency]: change.available.currency,
  [n.asOf]: change.asOf,
});

const tables: { readonly [K in ChangeKind]: (change: Of<K>, names: Names) => RecordFields } = {
  request: requestFields,
  recipient: recipientFields,
  transaction: transactionFields,
  receipt: receiptFields,
  movement: movementFields,
  batch: batchFields,
  issue: issueFields,
  connection: connectionFields,
  feeAllocation: feeAllocationFields,
  funds: fundsFields,
  conversion: conversionFields,
  rate: rateFields,
  reporting: reportingFields,
  snapshot: snapshotFields,
};

/** The record a change becomes: with `id` for requests, their converted and reporting amounts and recipients, which exist already, else with its external id. */
export const recordOf = <K extends ChangeKind>(change: Of<K> & { readonly kind: K }, names: Names): RecordFields => ({
  attributes: { type: names[change.kind].object },
  ...tables[change.kind](change, names),
});
