/** Every name of the package the companion uses, unprefixed, by object. Nothing else in the companion spells one. */
export const packageNames = {
  request: {
    object: 'Payment_Request__c',
    recipient: 'Recipient__r', fundingAccount: 'Funding_Account__r', fundingAccountId: 'Funding_Account__c',
    batch: 'Payout_Batch__r', batchId: 'Payout_Batch__c', runId: 'Payment_Run__c',
    reference: 'Reference__c', attempt: 'Attempt__c', companionId: 'Companion_Id__c', version: 'Companion_Version__c',
    epoch: 'Ledger_Epoch__c', sequence: 'Ledger_Sequence__c', reservedApproval: 'Reserved_Approval_At__c', stoppedApproval: 'Stopped_Approval_At__c',
    amount: 'Amount__c', currency: 'Currency__c', purpose: 'Purpose__c', invoiceNumber: 'Invoice_Number__c', payoutDate: 'Payout_Date__c', dueDate: 'Due_Date__c',
    expectedArrival: 'Expected_Arrival__c', leavesAt: 'Leaves_At__c', status: 'Status__c', reason: 'Status_Reason__c', secondApproval: 'Second_Approval_Needed__c', providerStatus: 'Provider_Status__c',
    action: 'Requested_Action__c', actionReason: 'Requested_Reason__c', actionById: 'Requested_By_Id__c', answered: 'Answered_Action__c',
    approvedAmount: 'Approved_Amount__c', approvedCurrency: 'Approved_Currency__c', approvedRecipientId: 'Approved_Recipient_Id__c',
    approvedPayeeKey: 'Approved_Payee_Key__c', approvedPurpose: 'Approved_Purpose__c', approvedAt: 'Approved_At__c',
    approvedById: 'Approved_By_Id__c', submittedById: 'Submitted_By_Id__c',
  },
  recipient: {
    object: 'Recipient_Account__c',
    payeeKey: 'Payee_Key__c', country: 'Country__c', status: 'Status__c', statusCheckedAt: 'Status_Checked_At__c', verification: 'Verification__c',
    payeeChangedById: 'Payee_Changed_By_Id__c', version: 'Companion_Version__c',
  },
  onboarding: {
    object: 'Recipient_Account__c',
    payeeKey: 'Payee_Key__c', provider: 'Provider__c', name: 'Display_Name__c', email: 'Email__c', country: 'Country__c', contactId: 'Contact__c', accountId: 'Account__c',
    verification: 'Verification__c', action: 'Requested_Action__c', link: 'Onboarding_Link__c', reason: 'Status_Reason__c', fingerprint: 'Bank_Fingerprint__c',
  },
  run: { object: 'Payment_Run__c', status: 'Status__c', totals: 'Totals__c' },
  transaction: {
    object: 'Payment_Transaction__c', key: 'Provider_Key__c',
    requestId: 'Payment_Request__c', batch: 'Payout_Batch__r', fundingAccountId: 'Funding_Account__c', type: 'Type__c', direction: 'Direction__c',
    status: 'Status__c', amount: 'Amount__c', currency: 'Currency__c', targetAmount: 'Target_Amount__c', targetCurrency: 'Target_Currency__c',
    fxRate: 'FX_Rate__c', fxSource: 'FX_Source__c', fxAt: 'FX_At__c', feeAmount: 'Fee_Amount__c', feeCurrency: 'Fee_Currency__c', feeBasis: 'Fee_Basis__c',
    payoutId: 'Payout_Id__c', reference: 'Reference__c', providerStatus: 'Provider_Status__c', reason: 'Reason__c', occurredAt: 'Occurred_At__c',
    timeline: 'Timeline__c', reconciliation: 'Reconciliation__c', reconciledAt: 'Reconciled_At__c', reconciliationDetail: 'Reconciliation_Detail__c', version: 'Companion_Version__c',
  },
  receipt: {
    object: 'Revenue__c', key: 'Provider_Key__c', fundingAccountId: 'Funding_Account__c',
    amount: 'Amount__c', currency: 'Currency__c', receivedAt: 'Received_At__c', source: 'Source_Entity__c', reference: 'Reference__c', status: 'Status__c',
    providerStatus: 'Provider_Status__c', matchState: 'Match_State__c', matchReason: 'Match_Reason__c', account: 'Account__c', contact: 'Contact__c', opportunity: 'Opportunity__c',
    version: 'Companion_Version__c',
  },
  movement: {
    object: 'Payment_Transaction__c', key: 'Provider_Key__c',
    fundingAccountId: 'Funding_Account__c', receipt: 'Revenue__r', type: 'Type__c', direction: 'Direction__c', status: 'Status__c', amount: 'Amount__c', currency: 'Currency__c', reference: 'Reference__c',
    providerStatus: 'Provider_Status__c', occurredAt: 'Occurred_At__c', timeline: 'Timeline__c', version: 'Companion_Version__c',
  },
  batch: {
    object: 'Payout_Batch__c', key: 'Batch_Key__c',
    fundingAccountId: 'Funding_Account__c', currency: 'Currency__c', status: 'Status__c', requestedCount: 'Requested_Count__c', requested: 'Requested_Amount__c',
    approved: 'Approved_Total__c', provider: 'Provider_Total__c', movement: 'Balance_Movement__c', paid: 'Paid_Amount__c', returned: 'Returned_Amount__c',
    failed: 'Failed_Amount__c', held: 'Held_Amount__c', inFlight: 'In_Flight_Amount__c', residue: 'Residue__c', seal: 'Seal__c', sealDetail: 'Seal_Detail__c',
    sentAt: 'Sent_At__c', version: 'Companion_Version__c',
  },
  funds: {
    object: 'Funding_Account__c', key: 'Account_Key__c',
    name: 'Display_Name__c', currency: 'Currency__c', program: 'Program__c', available: 'Available__c', availableAt: 'Available_At__c', version: 'Companion_Version__c',
    schedule: 'Schedule__c', cutOff: 'Cut_Off_Time__c', timeZone: 'Time_Zone__c', payoutDays: 'Payout_Days__c', threshold: 'Threshold__c',
  },
  snapshot: {
    object: 'Balance_Snapshot__c', key: 'Snapshot_Key__c',
    fundingAccount: 'Funding_Account__r', fundingAccountId: 'Funding_Account__c', available: 'Available__c', currency: 'Currency__c', asOf: 'As_Of__c',
  },
  issue: {
    object: 'Sync_Issue__c', key: 'Issue_Key__c',
    problem: 'Kind__c', source: 'Source__c', severity: 'Severity__c', status: 'Status__c', count: 'Count__c', firstSeen: 'First_Seen__c', lastSeen: 'Last_Seen__c',
    summary: 'Summary__c', detail: 'Detail__c', excerpt: 'Excerpt__c', requestId: 'Payment_Request__c', action: 'Requested_Action__c',
    actionReason: 'Requested_Reason__c', actionById: 'Requested_By_Id__c', answered: 'Answered_Action__c', version: 'Companion_Version__c',
  },
  connection: {
    object: 'Connection__c', key: 'Connection_Key__c',
    companionId: 'Companion_Id__c', epoch: 'Ledger_Epoch__c', sequence: 'Ledger_Sequence__c', mode: 'Mode__c', heartbeatAt: 'Heartbeat_At__c', silent: 'Silent__c',
    lastEventAt: 'Last_Event_At__c', lastWebhookAt: 'Last_Webhook_At__c', backlog: 'Backlog__c', oldestUnknownAt: 'Oldest_Unknown_At__c',
    consentState: 'Consent_State__c', consentDetail: 'Consent_Detail__c', consentLink: 'Consent_Link__c',
    firstLoad: 'First_Load__c', reconciliation: 'Reconciliation__c', callsUsed: 'Api_Calls_Used__c', callsLimit: 'Api_Calls_Limit__c', breaker: 'Breaker_State__c', version: 'Companion_Version__c',
  },
  feeAllocation: {
    object: 'Fee_Allocation__c', key: 'Allocation_Key__c',
    transactionId: 'Payment_Transaction__c', transaction: 'Payment_Transaction__r', accountId: 'Expense_Account__c', ruleId: 'Fee_Allocation_Rule__c', amount: 'Amount__c', currency: 'Currency__c', percent: 'Percent__c',
    basis: 'Fee_Basis__c', status: 'Status__c', why: 'Why__c', times: 'Times_Seen__c', ofLike: 'Like_Payments__c', decision: 'Decision__c', occurredAt: 'Occurred_At__c', allocatedAt: 'Allocated_At__c',
    version: 'Companion_Version__c',
  },
  feeRule: {
    object: 'Fee_Allocation_Rule__c',
    label: 'Display_Name__c', active: 'Active__c', priority: 'Priority__c', country: 'Recipient_Country__c', currency: 'Currency__c', product: 'Product__c', costCenter: 'Cost_Center__c',
    account1: 'Account_1__c', account2: 'Account_2__c', account3: 'Account_3__c', account4: 'Account_4__c',
    accountRow1: 'Account_1__r', accountRow2: 'Account_2__r', accountRow3: 'Account_3__r', accountRow4: 'Account_4__r',
    percent1: 'Percent_1__c', percent2: 'Percent_2__c', percent3: 'Percent_3__c', percent4: 'Percent_4__c',
  },
  expenseAccount: { object: 'Expense_Account__c', active: 'Active__c' },
  rate: { object: 'Exchange_Rate__c', key: 'Rate_Key__c', base: 'Base_Currency__c', quote: 'Quote_Currency__c', rate: 'Rate__c', source: 'Source__c', asOf: 'As_Of__c' },
  conversion: {
    object: 'Payment_Request__c',
    owedAmount: 'Owed_Amount__c', owedCurrency: 'Owed_Currency__c', rate: 'Conversion_Rate__c', source: 'Conversion_Source__c', at: 'Conversion_At__c',
  },
  reporting: {
    object: 'Payment_Request__c',
    amount: 'Reporting_Amount__c', currency: 'Reporting_Currency__c', rate: 'Reporting_Rate__c', source: 'Reporting_Source__c', at: 'Reporting_Rate_At__c',
    costCenter: 'Cost_Center__c', product: 'Product__c',
  },
  rehearsal: {
    object: 'Rehearsal__c',
    runId: 'Payment_Run__c', requestId: 'Payment_Request__c', requestIds: 'Request_Ids__c', status: 'Status__c', verdict: 'Verdict__c', answeredAt: 'Answered_At__c', factsAsOf: 'Facts_As_Of__c',
    requestCount: 'Request_Count__c', paysCount: 'Pays_Count__c', stoppedCount: 'Stopped_Count__c', shortCount: 'Short_Count__c', summary: 'Summary__c', lines: 'Lines__c',
  },
  settings: {
    object: 'Quittance_Settings__c',
    pauseAll: 'Pause_All__c', requestLimit: 'Request_Limit__c', payeeDailyLimit: 'Payee_Daily_Limit__c', currencyDailyLimit: 'Currency_Daily_Limit__c',
    allowSelfApproval: 'Allow_Self_Approval__c',
  },
  workRequested: { object: 'Work_Requested__e', kind: 'Kind__c', recordId: 'Record_Id__c', recordIds: 'Record_Ids__c' },
  statusChanged: { object: 'Payment_Status_Changed__e', kind: 'Kind__c', recordId: 'Record_Id__c', recordIds: 'Record_Ids__c', schemaVersion: 'Schema_Version__c' },
} as const;

/** The same tree with each name as this org spells it. */
export type Names = { readonly [O in keyof typeof packageNames]: { readonly [F in keyof (typeof packageNames)[O]]: string } };

/**
 * The names as an org spells them: prefixed where the managed package is installed (`quittance__Amount__c`), bare where the source
 * was deployed. Standard names are never prefixed, so none may stand in `packageNames`.
 */
export function namesIn(namespace: string): Names {
  const spell = (name: string): string => (namespace === '' ? name : `${namespace}__${name}`);
  const entries = Object.entries(packageNames).map(([object, fields]) => [
    object,
    Object.fromEntries(Object.entries(fields).map(([word, name]) => [word, spell(name)])),
  ]);
  return Object.fromEntries(entries) as Names;
}
