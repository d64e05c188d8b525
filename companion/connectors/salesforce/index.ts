import { Problem } from '../../domain/problem.ts';
import type { Connector } from '../connector.ts';
import { SalesforceClient } from './client.ts';
import { feeBooks } from './fee-books.ts';
import { historyOf } from './history.ts';
import { namesIn } from './names.ts';
import { payoutBooks } from './payout-books.ts';
import { rateBooks } from './rate-books.ts';
import { privateKey } from './private-key.ts';
import { recipientBooks } from './recipient-books.ts';
import { openStreams } from './event-streams.ts';
import { receiptBooks } from './receipt-books.ts';
import { rehearsalBooks } from './rehearsal-books.ts';
import { settings, type Settings } from './settings.ts';
import { wakeUps } from './wake-ups.ts';

/** The Salesforce org that holds the books, and the event bus that wakes the companion. */
const salesforce = {
  name: 'salesforce',
  settings,
  open(given, { tools, gate }) {
    const client = new SalesforceClient(given, { tools, gate });
    const names = namesIn(given.NAMESPACE);
    const stop = new AbortController();
    const bus = openStreams({ endpoint: given.PUBSUB_ENDPOINT, caFile: given.PUBSUB_CA_FILE }, tools.now);
    return {
      recipientBooks: recipientBooks(client, names, tools),
      history: historyOf(client, { names, evidence: given.APPROVAL_EVIDENCE }),
      payoutBooks: payoutBooks(client, { names, evidence: given.APPROVAL_EVIDENCE }, given),
      feeBooks: feeBooks(client, names),
      rateBooks: rateBooks(client, names),
      receiptBooks: receiptBooks(client, names, given.RECEIPT_REFERENCES),
      rehearsalBooks: rehearsalBooks(client, { names, evidence: given.APPROVAL_EVIDENCE }, given),
      ...(given.WAKE === 'event' ? { wakeUps: untilClosed(wakeUps(client, names, tools, bus), stop.signal) } : {}),
      readiness: () => readiness(given),
      close: async () => stop.abort(),
    };
  },
} satisfies Connector<Settings>;

export default salesforce;

type Listener = ReturnType<typeof wakeUps>;
/** Closing the connection ends what listens, even if the caller forgot its own signal. */
const untilClosed = (listener: Listener, closed: AbortSignal): Listener => ({
  listen: (cursor, keep, lost, stop) => listener.listen(cursor, keep, lost, AbortSignal.any([stop, closed])),
});

function readiness(given: Settings): 'ready' | { readonly missing: string; readonly doThis: string } {
  try {
    privateKey(given);
  } catch (error) {
    if (error instanceof Problem) return { missing: 'the private key of the login', doThis: error.message };
    throw error;
  }
  if (given.APPROVAL_EVIDENCE === 'flow')
    return {
      missing: 'the reading of Flow approval histories',
      doThis: 'Set APPROVAL_EVIDENCE=stamp to believe the stamp of Flow approvals, or classic to demand a process instance. Under flow every request would be held.',
    };
  return 'ready';
}
