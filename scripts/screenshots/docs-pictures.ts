/** A picture of the admin's guide: a page of the app, and what of it is cut out. */
export interface DocsPicture {
  readonly name: string;
  /** Name of the shot it is taken from. */
  readonly shot: string;
  /** What is cut out; the whole top of the page without it. */
  readonly part?: string;
  /** Most that is shown from above, in CSS pixels. */
  readonly height: number;
}

/** What docs/admin shows. */
export const docsPictures: readonly DocsPicture[] = [
  { name: 'home', shot: 'home-finance', height: 600 },
  { name: 'queue', shot: 'home-finance', part: 'c-payout-queue', height: 680 },
  { name: 'checklist', shot: 'home-admin', part: 'c-setup-checklist', height: 760 },
  { name: 'health', shot: 'record-Connection__c', part: 'c-integration-health', height: 480 },
  { name: 'issues', shot: 'home-finance', part: 'c-sync-issues', height: 620 },
  { name: 'approve', shot: 'request-Submitted-dialog', height: 640 },
  { name: 'approval-facts', shot: 'request-Submitted', part: 'c-approval-facts', height: 560 },
  { name: 'run', shot: 'run-Submitted', height: 560 },
  { name: 'timeline', shot: 'request-Completed', part: 'c-payout-timeline', height: 760 },
  { name: 'recipient', shot: 'record-Recipient_Account__c', part: 'c-recipient-card', height: 620 },
  { name: 'seal', shot: 'record-Payout_Batch__c', part: 'c-batch-seal', height: 520 },
  { name: 'report', shot: 'report-Payouts_By_Status', height: 640 },
  { name: 'dashboard', shot: 'dashboard-Operations', height: 720 },
];
