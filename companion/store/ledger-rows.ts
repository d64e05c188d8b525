import type { TimelineEntry } from '../domain/change.ts';
import type { PayoutState } from '../domain/payout-states.ts';
import type { ApprovalEvidence, Cause } from '../domain/payout.ts';

/**
 * A wish that lets a payment go on. It takes effect when the books have taken the answer, and so cleared the wish: changed or taken back before that, it
 * was never done.
 */
export interface Granted {
  readonly event: 'release' | 'reinitiate';
  readonly reason: string;
  /** The doubts it settles. */
  readonly settles: Partial<Pick<Payment, 'automaticAttempts' | 'confirmedDuplicate' | 'limitReleased' | 'heldInDoubt' | 'needsSecondApproval'>>;
  /** The reference of the attempt it closes. */
  readonly closes: string | null;
  readonly wish: { readonly action: string; readonly reason: string; readonly byId: string };
}

/** One Payment Request the companion took up. Amounts in minor units, times in epoch ms. */
export interface Payment {
  readonly requestId: string;
  readonly name: string;
  readonly connection: string;
  readonly program: string;
  readonly currency: string;
  readonly amountMinor: number;
  /** What is owed where that is another currency than the one it is paid in: a day's rate makes of it what is paid. */
  readonly owedMinor: number | null;
  readonly owedCurrency: string | null;
  readonly recipientId: string;
  readonly payeeKey: string;
  readonly payeeId: string;
  readonly purpose: string;
  readonly invoiceNumber: string | null;
  readonly fundingAccountId: string | null;
  readonly payoutDate: string | null;
  readonly approvedAt: number;
  readonly approvedById: string;
  readonly submittedById: string;
  readonly evidence: ApprovalEvidence | null;
  readonly state: PayoutState;
  readonly reason: string | null;
  readonly attempt: number;
  readonly automaticAttempts: number;
  readonly batchId: string | null;
  readonly clearsApproval: boolean;
  readonly clearsAction: boolean;
  /** When the books last cleared a requested action. */
  readonly actionClearedAt: number | null;
  /** The requested action that was answered last, and who asked for it: `Hold 005…`. */
  readonly answeredAction: string | null;
  /** Epoch ms. */
  readonly answeredAt: number | null;
  /** The Cancel or Hold that was heard last, written as `answeredAction` is, until what pays it after all was done: a Release, a Re-initiate or a new approval. */
  readonly stopWish: string | null;
  /** The wish that was answered last is one that pays it after all, and was done. */
  readonly letsGoOn: boolean;
  readonly granted: Granted | null;
  /** A person released it knowing that it may be a duplicate. */
  readonly confirmedDuplicate: boolean;
  /** Held as a possible duplicate, which a release confirms to be none; not because somebody asked for it, nor for a limit or another doubt. */
  readonly heldInDoubt: boolean;
  /** A second person approved it above the limits. */
  readonly limitReleased: boolean;
  /** Held for a limit: whoever submitted or approved it may not release it. */
  readonly needsSecondApproval: boolean;
  /** When it was taken up, or approved again after a correction: of two requests for one debt the later one is doubted. */
  readonly foundAt: number;
  readonly updatedAt: number;
}

export type AttemptStage = 'intent' | 'reserved' | 'sending' | 'accepted' | 'unknown' | 'refused' | 'settled' | 'withdrawn';

/** One numbered try. The fingerprint (payee, amount, currency, purpose, connection, program, org) never changes. */
export interface AttemptRow {
  readonly reference: string;
  readonly requestId: string;
  readonly number: number;
  readonly connection: string;
  readonly program: string;
  readonly payeeId: string;
  readonly amountMinor: number;
  readonly currency: string;
  readonly purpose: string;
  readonly orgId: string;
  readonly batchId: string;
  readonly stage: AttemptStage;
  /** How often the reference went out in a submission, as far as this ledger knows; 2 when it can't know. */
  readonly posted: number;
  readonly bodyHash: string | null;
  readonly sequence: number;
  /** The process that planned it. */
  readonly plannedBy: string;
  readonly payoutId: string | null;
  readonly providerStatus: string | null;
  readonly providerRaw: string | null;
  readonly reasonCode: string | null;
  readonly reasonText: string | null;
  readonly reasonCause: Cause | null;
  readonly targetMinor: number | null;
  readonly targetCurrency: string | null;
  readonly feeMinor: number | null;
  readonly feeCurrency: string | null;
  readonly feeBasis: 'Actual' | 'Estimated' | null;
  readonly refusedWithBatch: boolean;
  readonly plannedAt: number;
  readonly sentAt: number | null;
  readonly hintedAt: number | null;
  readonly askedAt: number | null;
  readonly asked: number;
  readonly missed: number;
  readonly cancelledFirstAt: number | null;
  readonly transferredAt: number | null;
  readonly returnedAt: number | null;
  readonly nextAskAt: number | null;
  readonly unknownSince: number | null;
  /** It was out of sight for a while, or the provider called it off for good: what it takes from the balance after that was not expected. */
  readonly wasLost: boolean;
  /** The provider was seen to hold somebody else's payout under its reference: that one is not ours to cancel. */
  readonly stranger: boolean;
  /** A person was told that it counts as paid again after it had come back. */
  readonly paidAgain: boolean;
  /** Called over, by a person or by the provider, and then said to be on its way all the same. */
  readonly revived: boolean;
  readonly timeline: readonly TimelineEntry[];
}

export interface BatchRow {
  readonly id: string;
  readonly connection: string;
  readonly program: string;
  readonly currency: string;
  readonly fundingAccountId: string | null;
  readonly stage: 'intent' | 'sending' | 'unknown' | 'open' | 'settled';
  readonly requestedMinor: number;
  readonly requestedCount: number;
  readonly approvedMinor: number | null;
  readonly movementMinor: number | null;
  readonly residueMinor: number;
  readonly bodyHash: string | null;
  readonly sentAt: number | null;
  readonly settledAt: number | null;
  readonly createdAt: number;
  /** Whether the books hold a record of it. */
  readonly told: boolean;
}

/** One (connection, program, currency): what is sent from one balance. */
export interface Lane {
  readonly connection: string;
  readonly program: string;
  readonly currency: string;
}

/** On its way, planned, or paid and not returned: nothing else may be planned for its request. */
export const isBusy = (row: AttemptRow): boolean => isUnderWay(row) || hasPaid(row);
/** Paid, and not come back: it has settled the debt. */
export const hasPaid = ({ transferredAt, returnedAt }: AttemptRow): boolean => transferredAt !== null && returnedAt === null;
/** Open, or called over and alive all the same. */
export const isUnderWay = (row: AttemptRow): boolean => isOpen(row) || row.revived;
/** Planned, or its outcome is not known yet. */
export const isOpen = (row: AttemptRow): boolean => ['intent', 'reserved', 'sending', 'unknown', 'accepted'].includes(row.stage);

/** The batch that stands for those in which a lost ledger paid. The books know those and their payouts better, and are told of neither. */
export const rememberedBatch = (lane: string, at: number, page: number): string => `remembered-${lane}-${at}${page ? `-${page}` : ''}`;
export const isRemembered = (batchId: string): boolean => batchId.startsWith('remembered-');

/** The batch of reservations in the books that another store, or a later state of this one, made: their money may have left long before they were imported. */
export const recoveredBatch = (lane: string, at: number): string => `recovered-${lane}-${at}`;
export const isRecovered = (batchId: string): boolean => batchId.startsWith('recovered-');

export const laneKey = ({ connection, program, currency }: Lane): string => `${connection}/${program}/${currency}`;

/** `requestId` → `request_id as "requestId"` for every column of a row type, so that SQL and code each keep their own spelling. */
const columns = (names: readonly string[]): string =>
  names.map((name) => `${name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`)} as "${name}"`).join(', ');

export const paymentColumns = columns([
  'requestId', 'name', 'connection', 'program', 'currency', 'amountMinor', 'owedMinor', 'owedCurrency', 'recipientId', 'payeeKey', 'payeeId', 'purpose', 'invoiceNumber',
  'fundingAccountId', 'payoutDate', 'approvedAt', 'approvedById', 'submittedById', 'evidence', 'state', 'reason', 'attempt', 'automaticAttempts',
  'batchId', 'clearsApproval', 'clearsAction', 'actionClearedAt', 'answeredAction', 'answeredAt', 'stopWish', 'letsGoOn', 'granted', 'confirmedDuplicate', 'heldInDoubt', 'limitReleased', 'needsSecondApproval', 'foundAt', 'updatedAt',
]);

export const attemptColumns = columns([
  'reference', 'requestId', 'number', 'connection', 'program', 'payeeId', 'amountMinor', 'currency', 'purpose', 'orgId', 'batchId', 'stage',
  'posted', 'bodyHash', 'sequence', 'plannedBy', 'payoutId', 'providerStatus', 'providerRaw', 'reasonCode', 'reasonText', 'reasonCause', 'targetMinor', 'targetCurrency',
  'feeMinor', 'feeCurrency', 'feeBasis', 'refusedWithBatch', 'plannedAt', 'sentAt', 'hintedAt', 'askedAt', 'asked', 'missed', 'cancelledFirstAt',
  'transferredAt', 'returnedAt', 'nextAskAt', 'unknownSince', 'wasLost', 'stranger', 'paidAgain', 'revived', 'timeline',
]);

export const batchColumns = columns([
  'id', 'connection', 'program', 'currency', 'fundingAccountId', 'stage', 'requestedMinor', 'requestedCount', 'approvedMinor', 'movementMinor',
  'residueMinor', 'bodyHash', 'sentAt', 'settledAt', 'createdAt', 'told',
]);
