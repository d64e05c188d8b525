import { finalStates } from '../../companion/domain/payout-states.ts';
import type { AttemptRow, Payment } from '../../companion/store/ledger-rows.ts';
import type { Row } from '../../sandbox/salesforce/org.ts';
import { checkFinance } from './finance-checks.ts';
import { truthsOf } from './tend.ts';
import { checkKept, checkOpened } from './letter-checks.ts';
import { checkSeals } from './seal-checks.ts';
import { hourMs } from './happening.ts';
import type { Simulation } from './simulation-state.ts';
import { isFromBeside, requestOf } from './witness.ts';

const humanStates = ['On Hold', 'Needs Correction', 'Awaiting Funds', 'Scheduled', 'Rejected', 'Recalled', 'Draft', 'Submitted'];

/** Where an attempt stands, in the word the books have for it. */
function wordOf(row: AttemptRow): string {
  if (row.returnedAt !== null) return 'Returned';
  if (row.transferredAt !== null) return 'Transferred';
  if (row.revived) return row.providerStatus === 'payee must act' ? 'Pending Payee' : 'Pending';
  const words: Partial<Record<AttemptRow['stage'], string>> = { refused: 'Refused', settled: 'Cancelled', unknown: 'Outcome Unknown', sending: 'Sending' };
  return words[row.stage] ?? (row.providerStatus === 'payee must act' ? 'Pending Payee' : 'Pending');
}

/** What must hold at every moment, looked at when a simulated day ends. What moves along the table, and under a permit, is watched all the time. */
export async function checkDay(simulation: Simulation): Promise<void> {
  checkDebts(simulation);
  checkAlerts(simulation);
  await checkKept(simulation);
}

/** Compares provider, books and ledger when everything has come to rest. */
export async function checkEnd(simulation: Simulation): Promise<void> {
  const { stage: { outside }, current } = simulation;
  await checkDay(simulation);
  const stopped = await stoppedCurrencies(simulation);
  const truthOf = truthsOf(outside);
  const issues = Map.groupBy(outside.org.org.rows('Sync_Issue__c').values(), (issue) => String(issue.Payment_Request__c));
  for (const row of outside.requests()) {
    const told = issues.get(String(row.Id)) ?? [];
    // What a second companion had reserved first belongs to it for good: a person was told that the books refuse it to this one.
    const refused = told.some((issue) => issue.Kind__c === 'reservation refused' && String(issue.Detail__c).includes('FENCE-CLAIM'));
    checkState(simulation, row, truthOf(String(row.Id)), stopped.has(String(row.Currency__c)) || refused ? [...humanStates, 'Approved for Payout'] : humanStates, told);
  }
  await checkOpened(simulation);
  if (!current || current.life.dead) return;
  // A process that was to end at a statement does not end at one of ours.
  Object.assign(current.life, { doom: undefined, dooms: [] });
  const { store } = current.assembly;
  const ids = outside.requests().map((row) => String(row.Id));
  const attempts = await store.ledger.attemptsOf(ids);
  await checkBooks(simulation, ids, attempts);
  await checkSeals(simulation, attempts);
  checkFinance(simulation);
}

/** A lane that was stopped because of a stranger's payout waits for a person, and so does everything approved in it; the alert says why. */
async function stoppedCurrencies({ stage }: Simulation): Promise<ReadonlySet<string>> {
  const { db } = await stage.store(0);
  return new Set((await db.query<{ currency: string }>('select currency from lane where stopped_because is not null')).map((row) => row.currency));
}

/** Each alert stands in the books once, however often it was due. */
function checkAlerts({ stage: { outside }, witness }: Simulation): void {
  const open = [...outside.org.org.rows('Sync_Issue__c').values()].filter((row) => row.IsDeleted !== true);
  for (const [key, rows] of Map.groupBy(open, (row) => String(row.Issue_Key__c))) if (rows.length > 1) witness.blame({ rule: 'each alert exists once', detail: `${key} stands in the books ${rows.length} times` });
}

/** No debt is paid twice: per request net of returns, and per reference. */
function checkDebts({ stage: { outside }, witness }: Simulation): void {
  const byReference = new Map<string, number>();
  for (const { reference, kind, payeeId } of outside.payoneer.transfers())
    if (!payeeId.startsWith('stranger')) byReference.set(reference, (byReference.get(reference) ?? 0) + (kind === 'payout' ? 1 : kind === 'return' ? -1 : 0));
  for (const [reference, net] of byReference) if (net > 1) witness.blame({ rule: 'no debt is paid twice', requestId: requestOf(reference), detail: `${reference} was paid ${net} times` });
  const truthOf = truthsOf(outside);
  for (const row of outside.requests()) {
    const { paid } = truthOf(String(row.Id));
    if (paid > 1) witness.blame({ rule: 'no debt is paid twice', requestId: String(row.Id), detail: `${String(row.Name)} was paid ${paid} times` });
  }
}

/** Every request ends where a person understands it, and where the provider's own record says it is. */
function checkState({ stage: { clock }, witness }: Simulation, row: Row, { paid, pending, lastPostedAt }: ReturnType<ReturnType<typeof truthsOf>>, waiting: readonly string[], told: readonly Row[]): void {
  const [id, status, name] = [String(row.Id), String(row.Status__c), String(row.Name)];
  // A person was told what the record itself can't say.
  const alerted = told.some((issue) => issue.Severity__c === 'Critical' && issue.Kind__c !== 'provider difference');
  const blame = (rule: string, detail: string): void => witness.blame({ rule, requestId: id, detail: `${name} is ${status}: ${detail}` });
  // Where every notice is lost, the last question of the day after tells.
  const waits = pending || clock.now() - lastPostedAt < 26 * hourMs;
  // What a second companion sent, and had not seen end when it was stopped, the first one learns at its next start; what came back of what it had seen arrive, it does not.
  const isOurs = !isFromBeside(row);
  // A stranger's payout of the same reference may hide ours: a person was told to compare.
  const hidden = told.some((issue) => issue.Kind__c === 'reference collision');
  if ((status === 'In Progress' || status === 'Action Required') && !waits && isOurs && !hidden) blame('nothing is stuck', `the provider ended long ago, net paid ${paid}`);
  else if (![...(isOurs ? [] : ['Sending', 'Outcome Unknown']), 'In Progress', 'Action Required', ...waiting, ...finalStates].includes(status)) blame('every request ends in a state a person understands', String(row.Status_Reason__c ?? 'no reason'));
  if (waiting.filter((state) => !['Rejected', 'Recalled', 'Draft', 'Submitted'].includes(state)).includes(status) && !row.Status_Reason__c) blame('a stopped request says why', 'no reason');
  if (status === 'Completed' && paid !== 1 && !alerted && isOurs) blame('the books say what the provider did', `net paid ${paid}`);
  if (['Failed', 'Cancelled', 'Needs Correction', 'Returned', 'Awaiting Funds'].includes(status) && paid !== 0) blame('the books say what the provider did', `net paid ${paid}`);
  if (status === 'Completed' && ![...witness.heard].some(([reference, said]) => requestOf(reference) === id && said.some((each) => each.status === 'Transferred'))) blame('only the provider\'s own answer completes a payment', 'it never said Transferred');
}

/** Books and ledger agree once the outbox is drained. */
/** What is in an approval is locked for everybody until somebody decides. */
const inApproval = (row: Row): boolean => row.Status__c === 'Submitted';

/** Whether the ledger may say something else of a request than the books, for what it can't know, and nothing can be sent for it. */
function mayDiffer({ forgotten, second }: Simulation, { state }: Payment, row: Row): boolean {
  if (inApproval(row)) return true;
  const status = String(row.Status__c);
  // An older copy does not know what was ended, or sent back to be corrected, after it was made, nor what a second companion did of that, where nothing was ever
  // reserved; the books do, and nothing can be sent from there before it is approved again. Nor does the first store hear of what waits in it and a second one paid and
  // ended between two looks: the books refuse a reservation of it.
  const known = !second || !['Approved for Payout', 'Scheduled', 'Awaiting Funds'].includes(state);
  if ((forgotten.length || second) && (!row.Reference__c || !known) && [...finalStates, 'Needs Correction'].some((each) => each === status)) return true;
  // Nor does it know what was held since, or by a second companion, be it after an attempt that has ended: the books let nothing be reserved there, and a release, or a
  // new approval, goes on from here.
  if ((second || (forgotten.length && !row.Reference__c)) && ['Needs Correction', 'Approved for Payout', 'Scheduled', 'Awaiting Funds'].includes(state) && status === 'On Hold') return true;
  // What waits here for funds may have been held and released since, by a second companion or after this copy was made: it waits in both, and is reserved from either.
  if ((second || forgotten.length) && [state, status].every((each) => ['Approved for Payout', 'Awaiting Funds'].includes(each))) return true;
  // A person cancelled what a second companion had given back; the first one, which only knows that it was reserved, asks a person to look.
  if (state === 'On Hold' && status === 'Cancelled' && isFromBeside(row)) return true;
  // What went back to be corrected is with people until it is approved again, wherever they have taken it.
  return state === 'Needs Correction' && ['Draft', 'Rejected', 'Recalled'].includes(status);
}

async function checkBooks(simulation: Simulation, ids: readonly string[], attempts: readonly AttemptRow[]): Promise<void> {
  const { stage, witness, forgotten, current, second } = simulation;
  const { outside } = stage;
  const store = current?.assembly.store;
  if (!store) return;
  const payments = new Map((await store.ledger.payments(ids)).map((payment) => [payment.requestId, payment]));
  const stuck = await (await stage.store(0)).db.query<{ kind: string; key: string; problem: string | null }>('select kind, key, problem from outbox where problem is not null or due_at < ' + String(stage.clock.now() - 120_000));
  // What a second companion wrote, the books refuse to the first for ever; a person was told.
  const isBeside = (key: string): boolean => second !== undefined && payments.has(key) && mayDiffer(simulation, payments.get(key) as Payment, outside.request(key));
  // Changed past every rule of the package before the store was lost: the amount that was sent is in the books alone, and they keep it. A person was told that they refuse another.
  const isPastEveryRule = (problem: string | null): boolean => forgotten.length > 0 && witness.lines.some((line) => line.endsWith('happens rule switched off')) && problem?.startsWith('FACTS:') === true;
  for (const { kind, key, problem } of stuck.filter((row) => (row.kind !== 'request' || !(inApproval(outside.request(row.key)) || isBeside(row.key))) && !isPastEveryRule(row.problem))) witness.blame({ rule: 'the outbox is drained', detail: `${kind} ${key}: ${problem ?? 'waits'}`, ...(kind === 'request' ? { requestId: key } : {}) });
  for (const payment of payments.values()) {
    const row = outside.request(payment.requestId);
    if (row.Status__c !== payment.state && !mayDiffer(simulation, payment, row)) witness.blame({ rule: 'books and ledger agree', requestId: payment.requestId, detail: `${payment.name}: ledger ${payment.state}, books ${String(row.Status__c)}` });
  }
  const transactions = new Map([...outside.org.org.rows('Payment_Transaction__c').values()].map((row) => [`${String(row.Reference__c).toLowerCase()} ${String(row.Type__c)}`, row]));
  for (const attempt of attempts.filter(({ stage }) => !['withdrawn', 'intent', 'reserved'].includes(stage))) {
    const row = transactions.get(`${attempt.reference.toLowerCase()} Payout`);
    // What the first store brought to an end without a payment a second one asks about anew, and says what it heard.
    if (second && ['settled', 'refused'].includes(attempt.stage) && attempt.transferredAt === null) continue;
    if (row?.Status__c !== wordOf(attempt)) witness.blame({ rule: 'books and ledger agree', requestId: attempt.requestId, detail: `${attempt.reference}: ledger ${wordOf(attempt)}, books ${String(row?.Status__c)}` });
  }
}
