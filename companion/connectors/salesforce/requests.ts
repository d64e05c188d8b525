import { moneyFromDecimal } from '../../domain/money.ts';
import type { ApprovalEvidence, PaymentRequest, Recipient, Stamp } from '../../domain/payout.ts';
import { payoutStates, waitingStates, type PayoutState } from '../../domain/payout-states.ts';
import { Problem } from '../../domain/problem.ts';
import type { RequestedAction, Standing } from '../connector.ts';
import { firstChild } from './client.ts';
import { rowOf, textOf, type Row } from './exact-json.ts';
import type { Names } from './names.ts';
import type { Settings } from './settings.ts';
import { caseSafeId, isoMoment, literal, literals, moment } from './soql.ts';

/** What the reading of a request depends on. */
export interface Reading {
  readonly names: Names;
  readonly evidence: Settings['APPROVAL_EVIDENCE'];
}

/** An approval is running: the record belongs to the approver. */
export const pendingApproval: PayoutState = 'Submitted';
/** Where a request waits for a person, who may never have let it be sent. */
export const decidedStates: readonly PayoutState[] = ['On Hold', 'Needs Correction'];
const terminalStates: readonly PayoutState[] = ['Completed', 'Failed', 'Returned', 'Cancelled'];

/** Where a row carries why the approval of its payment run does not cover it; no field of an org is spelled like this. */
export const runTrouble = '(trouble of its run)';

/** The latest approval process of a record, as a subquery; of two begun in the same second, which is as finely as it is kept, the one with the later id. */
export const latestApproval = '(SELECT Id, Status, SubmittedById, LastActorId, CompletedDate FROM ProcessInstances ORDER BY CreatedDate DESC, Id DESC LIMIT 1)';

/** One query for everything a check before paying needs: the request, its recipient, its funding account and its approval. */
function selection({ names, evidence }: Reading, approvals = true): string {
  const { object: _object, recipient, fundingAccount, batch: _batch, batchId: _batchId, leavesAt: _leavesAt, ...own } = names.request;
  const { object: _recipientObject, version: _version, ...payee } = names.recipient;
  const columns = [
    'Id', 'Name', 'CreatedById', 'LastModifiedById', 'SystemModstamp', ...Object.values(own), names.conversion.owedAmount, names.conversion.owedCurrency,
    `${recipient}.Id`, ...Object.values(payee).map((field) => `${recipient}.${field}`), `${fundingAccount}.${names.funds.program}`,
  ];
  return `SELECT ${[...columns, ...(approvals && evidence === 'classic' ? [latestApproval] : [])].join(', ')} FROM ${names.request.object}`;
}

/** Requests waiting to be paid (all, or those modified since), and every request with an asked-for action, unless its approval is running. */
export function surveyQuery(reading: Reading, since: string | undefined): string {
  const { status, action } = reading.names.request;
  const waiting = `${status} IN ${literals(waitingStates)}${since === undefined ? '' : ` AND SystemModstamp >= ${moment(since)}`}`;
  return `${selection(reading)} WHERE (${waiting}) OR (${action} != null AND ${status} != '${pendingApproval}') ORDER BY SystemModstamp, Id`;
}

/** Whatever state they are in: those of a run, or these. */
export const viewQuery = (reading: Reading, of: { readonly runId: string } | { readonly requestIds: readonly string[] }): string =>
  `${selection(reading)} WHERE ${'runId' in of ? `${reading.names.request.runId} = ${literal(of.runId)}` : `Id IN ${literals(of.requestIds)}`} ORDER BY Id`;

/** Everything that waits to be paid. */
export const waitingQuery = (reading: Reading): string => `${selection(reading)} WHERE ${reading.names.request.status} IN ${literals(waitingStates)} ORDER BY Id`;

/** Every reservation that is not terminal, and every one a ledger newer than `after` made or wrote to. */
export function claimsQuery(reading: Reading, after: Standing): string {
  const { reference, status, epoch, sequence, version } = reading.names.request;
  const newer = `${epoch} > ${whole(after.epoch)} OR (${epoch} = ${whole(after.epoch)} AND ${sequence} > ${whole(after.sequence)}) OR ${version} > ${whole(after.version)}`;
  return `${selection(reading)} WHERE ${reference} != null AND (${status} NOT IN ${literals(terminalStates)} OR ${newer}) ORDER BY Id`;
}

/** These reservations, whatever has become of them. */
export const reservedQuery = (reading: Reading, references: readonly string[]): string => `${selection(reading)} WHERE ${reading.names.request.reference} IN ${literals(references)} ORDER BY Id`;

/** What was paid, paid and returned, or failed, and changed since; and what was cancelled after it had been reserved, for a person may have given it up while nobody knew its outcome. */
const ended = ({ names: { request: n } }: Reading, since: string): string =>
  `WHERE ${n.reference} != null AND ${n.status} IN ${literals(terminalStates)} AND SystemModstamp >= ${moment(since)}`;

export const endedQuery = (reading: Reading, since: string): string => `${selection(reading)} ${ended(reading, since)} ORDER BY Id`;
export const endedCountQuery = (reading: Reading, since: string): string => `SELECT COUNT(Id) total FROM ${reading.names.request.object} ${ended(reading, since)}`;

/** The same for an export: those know neither child rows (the approval; nothing here depends on it) nor want an order. */
export const endedExportQuery = (reading: Reading, since: string): string => `${selection(reading, false)} ${ended(reading, since)}`;

export const newestQuery = ({ names: { request: n } }: Reading): string => `SELECT MAX(${n.epoch}) epoch, MAX(${n.version}) version FROM ${n.object}`;

function whole(value: number): string {
  if (!Number.isSafeInteger(value)) throw new Problem('invalid', `Salesforce connector: ${value} is not a whole number of the ledger.`);
  return String(value);
}

const unreadable = (what: string): Problem => new Problem('unmapped', `Salesforce connector: ${what}. Correct the record or update the companion.`);

/** The text of a field that has to be there. @throws Problem `unmapped` */
export function needed(row: Row | undefined, name: string, what: string): string {
  const text = textOf(row, name);
  if (text === undefined) throw unreadable(`${what} (${name}) is empty or not visible to the integration user`);
  return text;
}

/** A user or record id the package keeps as text, in its 18 characters. */
export const idOf = (row: Row | undefined, name: string): string | undefined => {
  const id = textOf(row, name);
  return id === undefined ? undefined : caseSafeId(id);
};
export const numberOf = (row: Row, name: string): number => Number(textOf(row, name) ?? '0');
const momentOf = (row: Row | undefined, name: string): string | undefined => {
  const text = textOf(row, name);
  return text === undefined ? undefined : isoMoment(text);
};

/** A request as it stands. @throws Problem `unmapped` or `invalid` with the reason when a field can't be read. */
export function requestOf(row: Row, reading: Reading, stamped: 'the payee as stamped' | 'the payee as it stands' = 'the payee as it stands'): PaymentRequest {
  const n = reading.names.request;
  const status = payoutStates.find((state) => state === textOf(row, n.status));
  if (status === undefined) throw unreadable(`the status "${textOf(row, n.status) ?? ''}" is not one it knows`);
  const stamp = stampOf(row, reading.names);
  return {
    id: needed(row, 'Id', 'the id'),
    name: needed(row, 'Name', 'the name'),
    status,
    amount: moneyFromDecimal(needed(row, n.amount, 'the amount'), needed(row, n.currency, 'the currency')),
    ...owedOf(row, reading.names),
    purpose: textOf(row, n.purpose) ?? '',
    invoiceNumber: textOf(row, n.invoiceNumber),
    payoutDate: textOf(row, n.payoutDate),
    dueDate: textOf(row, n.dueDate),
    fundingAccountId: textOf(row, n.fundingAccountId),
    program: textOf(rowOf(row, n.fundingAccount), reading.names.funds.program),
    recipient: recipientOf(rowOf(row, n.recipient), reading.names, stamped === 'the payee as stamped' ? textOf(row, n.approvedPayeeKey) : undefined, stamp !== undefined),
    createdById: needed(row, 'CreatedById', 'the creator'),
    attempt: numberOf(row, n.attempt),
    stamp,
    ...(status === pendingApproval ? { submittedPayeeKey: textOf(row, n.approvedPayeeKey) } : {}),
    evidence: evidenceOf(row),
    ...(momentOf(row, n.stoppedApproval) === undefined ? {} : { isStopped: momentOf(row, n.stoppedApproval) === momentOf(row, n.approvedAt) }),
    ...(textOf(row, runTrouble) === undefined ? {} : { runTrouble: textOf(row, runTrouble) ?? '' }),
  };
}

/** What is owed in another currency is the debt: what a day's rate makes of it is another amount every day. */
function owedOf(row: Row, { conversion: n }: Names): Pick<PaymentRequest, 'owed'> {
  const [owed, currency] = [textOf(row, n.owedAmount), textOf(row, n.owedCurrency)];
  return owed === undefined || currency === undefined ? {} : { owed: moneyFromDecimal(owed, currency) };
}

/** `isApproved`: a payee key that was taken away since is another one than was approved. Unread it would say so to nobody, and could not be stopped. */
function recipientOf(row: Row | undefined, { recipient: n }: Names, stampedKey: string | undefined, isApproved: boolean): Recipient {
  return {
    id: needed(row, 'Id', 'the recipient'),
    payeeKey: stampedKey ?? (isApproved ? (textOf(row, n.payeeKey) ?? '') : needed(row, n.payeeKey, "the recipient's payee key")),
    country: textOf(row, n.country),
    status: textOf(row, n.status) ?? '',
    verified: textOf(row, n.verification) === 'Verified',
    statusCheckedAt: momentOf(row, n.statusCheckedAt),
    payeeChangedById: idOf(row, n.payeeChangedById),
  };
}

/** The stamp counts only when whole: half a stamp is no approval. */
function stampOf(row: Row, { request: n }: Names): Stamp | undefined {
  const amount = textOf(row, n.approvedAmount);
  const currency = textOf(row, n.approvedCurrency);
  const recipientId = textOf(row, n.approvedRecipientId);
  const payeeKey = textOf(row, n.approvedPayeeKey);
  const approvedAt = momentOf(row, n.approvedAt);
  const approvedById = textOf(row, n.approvedById);
  const submittedById = textOf(row, n.submittedById);
  if (!amount || !currency || !recipientId || !payeeKey || !approvedAt || !approvedById || !submittedById) return undefined;
  return {
    amount: moneyFromDecimal(amount, currency),
    recipientId: caseSafeId(recipientId),
    payeeKey,
    purpose: textOf(row, n.approvedPurpose) ?? '',
    approvedAt,
    approvedById: caseSafeId(approvedById),
    submittedById: caseSafeId(submittedById),
  };
}

/** The latest process instance, and only if it ended in an approval; none where the stamp alone is believed. */
function evidenceOf(row: Row): ApprovalEvidence | undefined {
  const instance = firstChild(row, 'ProcessInstances');
  const instanceId = textOf(instance, 'Id');
  const actorId = textOf(instance, 'LastActorId');
  const submittedById = textOf(instance, 'SubmittedById');
  const completedAt = momentOf(instance, 'CompletedDate');
  if (textOf(instance, 'Status') !== 'Approved' || !instanceId || !actorId || !submittedById || !completedAt) return undefined;
  return { instanceId, actorId: caseSafeId(actorId), submittedById: caseSafeId(submittedById), completedAt };
}

/** What a person asked for on the record, or undefined. */
export function actionOf(row: Row, { request: n, recipient }: Names): RequestedAction | undefined {
  const action = textOf(row, n.action);
  const requestId = textOf(row, 'Id');
  if (action === undefined || requestId === undefined) return undefined;
  const interested = [idOf(row, 'CreatedById'), idOf(rowOf(row, n.recipient), recipient.payeeChangedById)].filter((each) => each !== undefined);
  return { requestId, status: textOf(row, n.status) ?? '', action, reason: textOf(row, n.actionReason) ?? '', byId: idOf(row, n.actionById) ?? '', approved: textOf(row, n.approvedAt) !== undefined, interested };
}
