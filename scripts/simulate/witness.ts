import { createHash } from 'node:crypto';
import type { OutsideWorld } from '../outside-world.ts';
import { hmacauth } from '../../sandbox/payoneer/signature.ts';
import type { Row } from '../../sandbox/salesforce/org.ts';
import { isWaiting, nextState, payoutEvents, payoutStates, type PayoutState } from '../../companion/domain/payout-states.ts';
import { cellOf, count, edgeOf, eventOf, noCoverage, type Coverage } from './coverage.ts';
import type { Fault } from './faults.ts';
import type { Life } from './life.ts';
import { watchFaults } from './watch-faults.ts';

export interface Violation {
  readonly rule: string;
  readonly detail: string;
  readonly requestId?: string;
}

/** One permitted submission, as the sender was given it. */
export interface Permitted {
  readonly references: readonly string[];
  readonly until: number;
}

/** What the provider itself said of a reference, as the companion heard it. */
export interface Heard {
  /** By the clock of who heard it, epoch ms. */
  readonly at: number;
  readonly status: string;
}

/** Watches all three sides while a simulation runs, and remembers what only can be seen at the moment. */
export interface Witness {
  readonly violations: Violation[];
  readonly permits: Permitted[];
  /** Submissions under way, with until when each may leave, epoch ms. */
  readonly sending: { readonly program: string; readonly life: Life; readonly until: number }[];
  readonly heard: Map<string, Heard[]>;
  readonly acknowledged: { readonly at: number; readonly event: string; readonly body: string }[];
  /** Lines of the simulation, with times from its start; their hash says whether two runs were the same. */
  readonly lines: string[];
  /** Requests somebody asked to stop, until they were let go on or approved again, with when that was answered, epoch ms. */
  readonly stopped: Map<string, number>;
  /** Since when nothing may be sent, by the switch of the companion's environment. */
  paused: number | undefined;
  /** The same, by the switch in the org. */
  orgPaused: number | undefined;
  readonly coverage: Coverage;
  /** A fault strikes now, whatever state each payment is in. */
  struck(fault: Fault): void;
  note(line: string): void;
  blame(violation: Violation): void;
  hash(): string;
  end(): void;
}

export const requestOf = (reference: string): string => reference.slice(0, 18);

/** Every state that can be reached from another by the table. */
const reachable = new Map<PayoutState, ReadonlySet<string>>(payoutStates.map((start) => {
  const seen = new Set<PayoutState>([start]);
  for (const state of seen) for (const event of payoutEvents) {
    const to = nextState(state, event);
    if (to !== 'never') seen.add(to);
  }
  return [start, seen];
}));

export function openWitness(outside: OutsideWorld, startMs: number): Witness {
  const { clock } = outside.world;
  let standing: ReadonlyMap<string, readonly unknown[]> | undefined;
  const witness: Witness = {
    violations: [], permits: [], sending: [], heard: new Map(), stopped: new Map(), acknowledged: [], lines: [], paused: undefined, orgPaused: undefined, coverage: noCoverage(),
    struck(fault) {
      standing ??= Map.groupBy(outside.requests(), (row) => String(row.Status__c));
      for (const [state, { length }] of standing) count(witness.coverage.cells, cellOf(state, fault), length);
    },
    note: (line) => void witness.lines.push(`${((clock.now() - startMs) / 1000).toFixed(1)} ${line}`),
    blame: (violation) => {
      witness.note(`VIOLATION ${violation.rule}: ${violation.detail}`);
      witness.violations.push(violation);
    },
    hash: () => createHash('sha256').update(witness.lines.join('\n')).digest('hex').slice(0, 16),
    end: () => restore.forEach((undo) => undo()),
  };
  // The last to begin is the first to end: each put back what it found.
  const restore = [watchBooks(outside, witness, () => (standing = undefined)), watchPostings(outside, witness), watchFaults(outside, (fault) => witness.struck(fault))].toReversed();
  return witness;
}

/** Every change of a Payment Request: along the table, and with a version that never goes back. */
function watchBooks({ org: { org }, world: { clock } }: OutsideWorld, witness: Witness, changed: () => void): () => void {
  const { save } = org;
  org.save = (object, records, options) => {
    if (object !== 'Payment_Request__c') return save(object, records, options);
    const before = new Map(records.flatMap(({ Id }) => (typeof Id === 'string' ? [[Id, org.find(object, Id)] as const] : [])));
    const results = save(object, records, options);
    changed();
    for (const [id, was] of before) compareRows(id, was, org.find(object, id), witness, clock.now());
    return results;
  };
  return () => void (org.save = save);
}

function compareRows(id: string, was: Row | undefined, is: Row | undefined, witness: Witness, now: number): void {
  if (!was || !is || was === is) return;
  const [from, to] = [String(was.Status__c) as PayoutState, String(is.Status__c)];
  if (from !== to) witness.note(`books ${String(is.Name)} ${from} > ${to}`);
  noteWish(id, was, is, witness, now);
  const event = from === to ? undefined : eventOf(from, to);
  if (event) count(witness.coverage.edges, edgeOf(from, event));
  if (!reachable.get(from)?.has(to)) witness.blame({ rule: 'states move along the table', requestId: id, detail: `${String(is.Name)} went from ${from} to ${to}` });
  if (Number(is.Companion_Version__c ?? 0) < Number(was.Companion_Version__c ?? 0)) witness.blame({ rule: 'versions never go back', requestId: id, detail: `${String(is.Name)}: ${String(was.Companion_Version__c)} became ${String(is.Companion_Version__c)}` });
}

function noteWish(id: string, was: Row, is: Row, { stopped }: Witness, at: number): void {
  const wish = is.Requested_Action__c == null ? String(was.Requested_Action__c) : '';
  if (wish === 'Cancel' || wish === 'Hold') stopped.set(id, at);
  // Who lets it go on, or approves it again, has thought again; not who asks how it stands.
  const goesOn = (wish === 'Release' || wish === 'Re-initiate') && isWaiting(String(is.Status__c) as PayoutState);
  if (goesOn || (is.Approved_At__c != null && is.Approved_At__c !== was.Approved_At__c)) stopped.delete(id);
}

/** Every item that reaches the provider: permitted, reserved in the books, and exactly what was approved. */
function watchPostings(outside: OutsideWorld, witness: Witness): () => void {
  const { postings } = outside.payoneer.state;
  postings.push = (...items) => {
    for (const posting of items) {
      witness.note(`posted ${posting.reference} ${posting.payeeId} ${String(posting.amount)}`);
      if (posting.payeeId.startsWith('stranger')) continue;
      witness.coverage.payouts += 1;
      judgePosting(outside, witness, posting);
    }
    return Array.prototype.push.apply(postings, items);
  };
  return () => Reflect.deleteProperty(postings, 'push');
}

/** What a second companion with a store of its own is called. */
export const besideId = 'companion-b';
/** Whether such a one wrote last of this Payment Request. */
export const isFromBeside = (request: Row): boolean => request.Companion_Id__c === besideId;

const open = ['Sending', 'Outcome Unknown', 'In Progress', 'On Hold', 'Awaiting Funds', 'Completed'];

function judgePosting(outside: OutsideWorld, witness: Witness, { reference, payeeId, amount }: { reference: string; payeeId: string; amount: unknown }): void {
  const requestId = requestOf(reference);
  const row = outside.request(requestId);
  const blame = (rule: string, detail: string): void => witness.blame({ rule, requestId, detail: `${reference}: ${detail}` });
  if (!witness.permits.some((permit) => permit.references.includes(reference))) blame('money moves under a permit', 'posted without one');
  // A call the weather held up for a while was made before.
  // The companion's own switch is in the environment of its instances: one beside it, with another store, is not started with it.
  const itsOwn = isFromBeside(row) ? undefined : witness.paused;
  for (const since of [itsOwn, witness.orgPaused]) if (since !== undefined && outside.world.clock.now() - since > 20 * 60_000) blame('nothing is sent while the kill switch is on', 'posted');
  if (String(row.Reference__c ?? '').toLowerCase() !== reference.toLowerCase() || !open.includes(String(row.Status__c))) blame('sent only what the books reserved', `the books say ${String(row.Status__c)} ${String(row.Reference__c)}`);
  const stamped = { amount: Number(row.Approved_Amount__c), payee: String(row.Approved_Payee_Key__c ?? '').split(':')[3], at: row.Approved_At__c };
  if (stamped.at == null || stamped.amount !== Number(amount) || stamped.payee !== payeeId) blame('nobody is paid without a matching approval', `posted ${String(amount)} to ${payeeId}, approved ${stamped.amount} to ${String(stamped.payee)}`);
}

/** Whether these very bytes were signed by the provider. */
export function isGenuine(outside: OutsideWorld, request: { readonly method: string; readonly url: string; readonly authorization: string; readonly bytes: Uint8Array }): boolean {
  const [, , nonce = '', timestamp = ''] = request.authorization.split(':');
  const { appName, secret } = outside.payoneer.webhooks;
  return request.authorization === hmacauth(request, { appName, secret, nonce, timestampS: Number(timestamp) });
}
