import type { Tools } from '../connectors/connector.ts';
import type { Timing } from '../domain/timing.ts';
import { openAccountBalances } from './account-balances.ts';
import { openCursors } from './cursors.ts';
import { openConsents } from './consents.ts';
import type { Database } from './database.ts';
import { openDepartures } from './departures.ts';
import { openFeeRows } from './fee-rows.ts';
import { openFirstLoad } from './first-load.ts';
import { openFundingAccounts } from './funding-accounts.ts';
import { openHealth } from './health.ts';
import { openInbox } from './inbox.ts';
import { openInstallation } from './installation.ts';
import { openIssues } from './issues.ts';
import { openJournal } from './journal.ts';
import { openLanes } from './lanes.ts';
import { openLeases } from './leases.ts';
import { openLedger } from './ledger.ts';
import { openMovements } from './movements.ts';
import { openConversions } from './conversions.ts';
import { openRates } from './rates.ts';
import { openRecipients } from './recipients.ts';
import { openPayeeChecks } from './payee-checks.ts';
import { openOutbox } from './outbox.ts';
import { openReconciliation } from './reconciliation.ts';
import { openReporting } from './reporting.ts';
import { openTimers } from './timers.ts';
import type { Wake } from './wake.ts';

export type Store = ReturnType<typeof openStore>;

/** Everything kept, behind one handle. `db` is there for transactions that join several of them. */
export function openStore(db: Database, wake: Wake, tools: Tools, timing: Pick<Timing, 'writeDelayMs'> & Partial<Pick<Timing, 'repeatedLetterMs'>>) {
  const outbox = openOutbox(db, wake);
  return {
    db,
    wake,
    outbox,
    inbox: openInbox(db, wake, tools, timing.repeatedLetterMs),
    ledger: openLedger(db, outbox, tools.now, timing.writeDelayMs),
    accountBalances: openAccountBalances(db),
    consents: openConsents(db, tools),
    movements: openMovements(db, outbox, tools, timing.writeDelayMs),
    lanes: openLanes(db),
    departures: openDepartures(db),
    fees: openFeeRows(db),
    firstLoad: openFirstLoad(db),
    fundingAccounts: openFundingAccounts(db),
    health: openHealth(db),
    conversions: openConversions(db),
    rates: openRates(db),
    reconciliation: openReconciliation(db),
    reporting: openReporting(db),
    payeeChecks: openPayeeChecks(db),
    recipients: openRecipients(db),
    timers: openTimers(db, wake),
    journal: openJournal(db),
    issues: openIssues(db, outbox, tools.now, timing.writeDelayMs),
    installation: openInstallation(db),
    cursors: openCursors(db, tools),
    leases: openLeases(db, tools),
  };
}
