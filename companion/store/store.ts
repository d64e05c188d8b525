import type { Tools } from '../connectors/connector.ts';
import type { Timing } from '../domain/timing.ts';
import { openCursors } from './cursors.ts';
import type { Database } from './database.ts';
import { openFirstLoad } from './first-load.ts';
import { openHealth } from './health.ts';
import { openInbox } from './inbox.ts';
import { openInstallation } from './installation.ts';
import { openIssues } from './issues.ts';
import { openJournal } from './journal.ts';
import { openLanes } from './lanes.ts';
import { openLeases } from './leases.ts';
import { openLedger } from './ledger.ts';
import { openRecipients } from './recipients.ts';
import { openOutbox } from './outbox.ts';
import { openTimers } from './timers.ts';
import type { Wake } from './wake.ts';

export type Store = ReturnType<typeof openStore>;

/** Everything kept, behind one handle. `db` is there for transactions that join several of them. */
export function openStore(db: Database, wake: Wake, tools: Tools, timing: Pick<Timing, 'writeDelayMs'>) {
  const outbox = openOutbox(db, wake);
  return {
    db,
    wake,
    outbox,
    inbox: openInbox(db, wake, tools),
    ledger: openLedger(db, outbox, tools.now, timing.writeDelayMs),
    lanes: openLanes(db),
    firstLoad: openFirstLoad(db),
    health: openHealth(db),
    recipients: openRecipients(db),
    timers: openTimers(db, wake),
    journal: openJournal(db),
    issues: openIssues(db, outbox, tools.now, timing.writeDelayMs),
    installation: openInstallation(db),
    cursors: openCursors(db, tools),
    leases: openLeases(db, tools),
  };
}
