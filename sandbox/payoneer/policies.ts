/**
 * What is not known of the real service, or only of its older generation, each as a switch; tests run under every setting.
 * Mutable: a change applies from the next call on.
 */
export interface PayoneerPolicies {
  /** Life of an access token in seconds. The real figure is in no readable source. */
  tokenExpiresInS: number;
  /**
   * The same reference a second time. `async-cancel`: the copy is accepted and cancelled after the first one ended.
   * `pay-again`: no guard at all, the worst case, so that a test can see someone paid twice.
   */
  duplicate: 'reject-batch' | 'drop-item' | 'async-cancel' | 'pay-again';
  /** What the status of a reference with two copies says: the copy that changed last, the first one, or each in turn. */
  duplicateShows: 'latest change' | 'first' | 'alternate';
  /** Whether the cancelled copy carries the first one's payout id or its own. */
  duplicatePayoutId: 'same' | 'own';
  insufficient: 'reject' | 'async-cancel';
  unknownPayee: 'reject' | 'async-cancel';
  inactivePayee: 'reject' | 'async-cancel';
  /** A payee who is not approved yet: the payout waits as `Pending Payee`, or is cancelled as for an inactive one. */
  pendingPayee: 'wait' | 'async-cancel';
  notFoundStatus: 404 | 400;
  /** Where the 2306 of a payout that is not found stands inside `error_details`. */
  notFoundCode: 'sub_code' | 'code';
  /** Whether a refusal lists the items it is about in `error_details.errors`. */
  errorsNameItems: boolean;
  /** How `amount` has to be written in a submission. */
  amountsAccepted: 'either' | 'string' | 'number';
  statusAmount: 'number' | 'string';
  /** Status replies without every field that is not documented as always present. */
  optionalsMissing: boolean;
  /** Replaces the status texts, for one nobody has documented. */
  statusText: Partial<Record<'Pending' | 'Pending Payee' | 'Transferred' | 'Cancelled', string>>;
  /** `payments` is read as `Payments`. */
  caseInsensitiveRoot: boolean;
  maxBatch: number;
  /** Character sets and lengths of the older guide. */
  strictFields: boolean;
  cancelReply: 'description' | 'status_description';
  /** Whether a future `payout_date` is kept to. */
  scheduling: boolean;
  /** A submitted payout is "not found" for so long. */
  visibleAfterMs: number;
  /** From submission to the asynchronous checks, when the balance falls. */
  acceptedAfterMs: number;
  /** From acceptance to the money being with the payee. */
  transferredAfterMs: number;
  /** Transfers end up to so much later, each at a time of its own. */
  transferredSpreadMs: number;
  /** From a cancel request, or the end of the first copy, to the cancellation. */
  cancelledAfterMs: number;
  /** Status replies tell how things were so long ago. */
  staleMs: number;
  /** Undefined: no limit. The real figures and headers are in no source. */
  rateLimit: { calls: number; windowMs: number; retryAfter: 'seconds' | 'date' | 'none' } | undefined;
  /** Whether payouts of a program appear among the account's transactions, with their fee. */
  payoutsInTransactions: boolean;
  transactionOrder: 'newest first' | 'oldest first';
  /** What `next` holds: a cursor for the query parameter of the same name, or the whole next path. */
  transactionNext: 'cursor' | 'path';
  /** Minor units of the program's currency for each transferred payout; shown in transactions only. */
  feeMinor: number;
  /** Whether that fee also leaves the program's balance. */
  feeFromProgram: boolean;
  /** Whether asking for a link makes the payee known, as pending; else the API knows nobody of that id until the page was filled in. */
  linkMakesPayee: boolean;
  /** A registered payee is approved so long after the link was asked for; undefined: when the page says so. */
  payeeApprovedAfterMs: number | undefined;
  /** The consent page says yes by itself, shows two buttons, or the account holder says no. */
  consentPage: 'yes' | 'asks' | 'no';
  /** Whether a refresh token is good for one use and each use brings a new one, or the first stays good. */
  refreshTokens: 'once' | 'stay';
  webhookForm: 'json' | 'legacy-get';
  webhookSigned: boolean;
  /** Values URL-encoded inside the JSON. */
  webhookValuesEncoded: boolean;
  /** The older "account funded" notice after `fund`. */
  webhookAccountFunded: boolean;
  webhookRetryEveryMs: number;
  webhookRetryOn: 'no answer' | 'not 2xx';
  /** Whether a repeated notice is signed anew or carries the first attempt's nonce, timestamp and signature. */
  webhookRepeatSigned: 'anew' | 'as before';
}

export function defaultPolicies(): PayoneerPolicies {
  return {
    tokenExpiresInS: 3600,
    duplicate: 'reject-batch',
    duplicateShows: 'latest change',
    duplicatePayoutId: 'own',
    insufficient: 'reject',
    unknownPayee: 'async-cancel',
    inactivePayee: 'async-cancel',
    pendingPayee: 'wait',
    notFoundStatus: 404,
    notFoundCode: 'sub_code',
    errorsNameItems: true,
    amountsAccepted: 'either',
    statusAmount: 'number',
    optionalsMissing: false,
    statusText: {},
    caseInsensitiveRoot: true,
    maxBatch: 500,
    strictFields: true,
    cancelReply: 'description',
    scheduling: false,
    visibleAfterMs: 0,
    acceptedAfterMs: 500,
    transferredAfterMs: 2_000,
    transferredSpreadMs: 0,
    cancelledAfterMs: 1_000,
    staleMs: 0,
    rateLimit: undefined,
    payoutsInTransactions: true,
    transactionOrder: 'newest first',
    transactionNext: 'cursor',
    feeMinor: 150,
    feeFromProgram: false,
    linkMakesPayee: true,
    payeeApprovedAfterMs: undefined,
    consentPage: 'yes',
    refreshTokens: 'once',
    webhookForm: 'json',
    webhookSigned: true,
    webhookValuesEncoded: false,
    webhookAccountFunded: false,
    webhookRetryEveryMs: 60_000,
    webhookRetryOn: 'no answer',
    webhookRepeatSigned: 'anew',
  };
}
