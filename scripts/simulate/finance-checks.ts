import type { Transaction } from '../../sandbox/payoneer/state.ts';
import type { Row } from '../../sandbox/salesforce/org.ts';
import { account } from './finance-happenings.ts';
import { checkOwed, wasGivenUp } from './owed-checks.ts';
import { amountsAtPaidRates } from './paid-rates.ts';
import type { Simulation } from './simulation-state.ts';
import { isFromBeside } from './witness.ts';

const exponents: Readonly<Record<string, number>> = { JPY: 0 };
/** Decimal text of the books → minor units. */
const minorOf = (amount: unknown, currency: unknown): number => Math.round(Number(amount) * 10 ** (exponents[String(currency)] ?? 2));
const live = ({ stage: { outside } }: Simulation, object: string): Row[] => [...outside.org.org.rows(object).values()].filter((row) => row.IsDeleted !== true);
const by = (rows: readonly Row[], field: string): Map<string, Row[]> => Map.groupBy(rows, (row) => String(row[field]));

/** Compares receipts, rates and fees of books, provider and bank when everything has come to rest. */
export function checkFinance(simulation: Simulation): void {
  checkAllocations(simulation);
  if (!simulation.finance) return;
  checkReceipts(simulation);
  checkRates(simulation);
  checkReporting(simulation);
  checkOwed(simulation);
  checkFees(simulation);
  checkReconciliation(simulation);
}

const receiptWords: Readonly<Record<number, string>> = { 1: 'Pending', 2: 'Received', 3: 'Cancelled', 4: 'Failed' };

/** Each payment received is in the books once, as the provider has it; without a consent the account was never read. */
function checkReceipts(simulation: Simulation): void {
  const { plan, stage: { outside }, witness, finance } = simulation;
  const [receipts, movements] = [by(live(simulation, 'Revenue__c'), 'Provider_Key__c'), by(live(simulation, 'Payment_Transaction__c'), 'Provider_Key__c')];
  const blame = (detail: string): void => witness.blame({ rule: 'each receipt is in the books once', detail });
  if (!plan.finance?.consent) {
    if (receipts.size) blame(`${receipts.size} receipts without a consent`);
    if (witness.lines.some((line) => line.includes('/accounts/'))) witness.blame({ rule: 'without a consent the account is not read', detail: 'it was called' });
    return;
  }
  const arrived = new Set(finance?.arrivals);
  const keyOf = ({ id }: Pick<Transaction, 'id'>): string => `payoneer:sandbox:${account}:${id}`;
  const really = outside.payoneer.state.transactions.filter(({ id }) => arrived.has(id));
  for (const each of really) {
    const [rows, transactions] = [receipts.get(keyOf(each)) ?? [], movements.get(keyOf(each)) ?? []];
    if (rows.length !== 1 || transactions.length !== 1) blame(`transaction ${each.id} has ${rows.length} Revenue and ${transactions.length} Payment Transactions`);
    for (const row of rows) compareReceipt(row, each, finance?.deals ?? [], blame);
  }
  const known = new Set(really.map(keyOf));
  for (const key of receipts.keys()) if (!known.has(key)) blame(`${key} was never received`);
}

function compareReceipt(row: Row, { id, amountMinor, wallet, statusId, details }: Transaction, deals: readonly string[], blame: (detail: string) => void): void {
  const said = `${minorOf(row.Amount__c, row.Currency__c)} ${String(row.Currency__c)} ${String(row.Status__c)}`;
  const real = `${amountMinor} ${wallet.currency} ${String(receiptWords[statusId])}`;
  if (said !== real) blame(`transaction ${id} is ${real}, the books say ${said}`);
  const deal = deals.find((each) => each === details['payment_reference']);
  if (deal !== undefined && (row.Match_State__c !== 'Matched' || row.Opportunity__c !== deal)) blame(`transaction ${id} names the opportunity ${deal}, the books say ${String(row.Match_State__c)} ${String(row.Opportunity__c)}`);
}

/** No rate is in the books that the bank did not publish, digit for digit; none is there twice. */
function checkRates(simulation: Simulation): void {
  const { witness, finance } = simulation;
  const seen = new Set<string>();
  for (const row of live(simulation, 'Exchange_Rate__c').filter(({ Base_Currency__c: base, Source__c: source }) => base === 'EUR' && String(source).includes('European'))) {
    const [currency, rate] = [String(row.Quote_Currency__c), Number(row.Rate__c)];
    const line = `${String(row.As_Of__c).slice(0, 10)} ${currency} ${rate}`;
    if (![...(finance?.published ?? [])].some((each) => each.startsWith(`${line.slice(0, 10)} ${currency} `) && Number(each.split(' ')[2]) === rate)) witness.blame({ rule: 'rates are those the bank published', detail: line });
    if (seen.has(line)) witness.blame({ rule: 'rates are those the bank published', detail: `${line} is there twice` });
    seen.add(line);
  }
  if (!seen.size) witness.blame({ rule: 'rates are those the bank published', detail: 'none came in two days' });
}

/** What a request comes to in euros follows from a published rate, rounded once; what is paid never does. */
function checkReporting(simulation: Simulation): void {
  const { stage: { outside }, witness, finance, second } = simulation;
  // Two stores on one org, which is alerted, each convert what they saw last; however the second one was begun.
  if (second) return;
  const scale = 10n ** 8n;
  // What was changed past every rule of the package is not converted anew.
  const changed = new Set(witness.lines.flatMap((line) => / (\S+) changed past every rule: taken$/.exec(line)?.[1] ?? []));
  const asApproved = (row: Row): boolean => (row.Approved_Amount__c == null || Number(row.Approved_Amount__c) === Number(row.Amount__c)) && !changed.has(String(row.Name));
  for (const row of outside.requests().filter((each) => each.Reporting_Amount__c != null && each.Currency__c !== 'EUR' && asApproved(each) && !wasGivenUp(each))) {
    const minor = BigInt(minorOf(row.Amount__c, row.Currency__c));
    const day = String(row.Reporting_Rate_At__c).slice(0, 10);
    const possible = [...(finance?.published ?? [])].filter((line) => line.startsWith(`${day} ${String(row.Currency__c)} `)).map((line) => {
      const rate = BigInt(Math.round(Number(line.split(' ')[2]) * 1e8));
      return Number((2n * minor * scale + rate) / (2n * rate));
    });
    const told = minorOf(row.Reporting_Amount__c, 'EUR');
    const atPaidRates = amountsAtPaidRates(outside, { minor, from: row.Currency__c, into: 'EUR', source: row.Reporting_Source__c });
    if (!possible.includes(told) && !atPaidRates.includes(BigInt(told))) witness.blame({ rule: 'an amount in another currency follows from a published rate', requestId: String(row.Id), detail: `${String(row.Name)}: ${minor} ${String(row.Currency__c)} became ${told}, published rates of ${day} make ${possible.join(' or ') || 'nothing'}` });
  }
}

/** A fee is divided without remainder, whatever happened; never twice, never to nobody when a rule fits. */
function checkAllocations(simulation: Simulation): void {
  const { witness, finance } = simulation;
  const parts = by(live(simulation, 'Fee_Allocation__c'), 'Payment_Transaction__c');
  for (const row of live(simulation, 'Payment_Transaction__c').filter((each) => each.Fee_Amount__c != null && Number(each.Fee_Amount__c) !== 0 && each.Payment_Request__c != null)) {
    const own = (parts.get(String(row.Id)) ?? []).filter((part) => part.Status__c !== 'Superseded');
    const currency = String(row.Fee_Currency__c ?? row.Currency__c);
    const [fee, sum] = [minorOf(row.Fee_Amount__c, currency), own.reduce((all, part) => all + minorOf(part.Amount__c, part.Currency__c), 0)];
    if (own.length && fee !== sum && !isOfTheOther(simulation, row, own)) witness.blame({ rule: 'a fee is divided without remainder', requestId: String(row.Payment_Request__c), detail: `${String(row.Provider_Key__c)}: ${fee} ${currency} became ${own.map((part) => String(part.Amount__c)).join(' + ')}` });
    if (finance && (!own.length || own.some((part) => part.Status__c !== 'Allocated'))) witness.blame({ rule: 'each fee stands on its expense accounts', requestId: String(row.Payment_Request__c), detail: `${String(row.Provider_Key__c)}: ${own.map((part) => String(part.Status__c)).join(', ') || 'nothing'}` });
  }
}

/**
 * Two stores on one org, which is alerted, know one fee differently: one has heard the actual one, the other still estimates it. Each writes the transaction and divides
 * what it believes; the one that was stopped had divided last, and the other, whose own division never changed, does not tell it again. Parts of the same basis must add up even then.
 */
const isOfTheOther = ({ second }: Simulation, { Fee_Basis__c: basis }: Row, parts: readonly Row[]): boolean => second !== undefined && parts.every((part) => part.Fee_Basis__c !== basis);

/** Whether a second companion with a store of its own paid this: what the first one did not send, it asks no fee of, and tells as unknown here. */
const paidFromBeside = ({ stage: { outside } }: Simulation, row: Row): boolean => isFromBeside(outside.request(String(row.Payment_Request__c)));

/** With the consent, the fee of a payout is the one the provider charged. */
function checkFees(simulation: Simulation): void {
  const { plan, stage: { outside }, witness } = simulation;
  if (!plan.finance?.consent || !outside.payoneer.policies.payoutsInTransactions) return;
  // Of a reference that a stranger used before, nobody here can tell whose fee is listed.
  const strange = new Set(outside.payoneer.state.postings.filter(({ payeeId }) => payeeId.startsWith('stranger')).map(({ reference }) => reference.toLowerCase()));
  const charged = new Map<string, number>();
  for (const { details } of outside.payoneer.state.transactions.filter(({ categoryId }) => categoryId === 5)) {
    const reference = String(details['payment_reference']).toLowerCase();
    if (!strange.has(reference)) charged.set(reference, (charged.get(reference) ?? 0) + Math.round(Number(details['fee']) * 100));
  }
  for (const row of live(simulation, 'Payment_Transaction__c').filter((each) => each.Payment_Request__c != null && each.Status__c === 'Transferred' && !paidFromBeside(simulation, each))) {
    const real = charged.get(String(row.Reference__c).toLowerCase());
    if (real !== undefined && (row.Fee_Basis__c !== 'Actual' || minorOf(row.Fee_Amount__c, row.Currency__c) !== real)) witness.blame({ rule: 'the fee is what the provider charged', requestId: String(row.Payment_Request__c), detail: `${String(row.Reference__c)}: ${real} minor units became ${String(row.Fee_Amount__c)} ${String(row.Fee_Basis__c)}` });
  }
}

/** What the provider's list says decides: nothing is confirmed that is not in it once with its amount, and nobody is told of a difference where there is none. */
function checkReconciliation(simulation: Simulation): void {
  const { plan, stage: { outside }, witness } = simulation;
  const lines = Map.groupBy(outside.payoneer.state.transactions.filter(({ categoryId, statusId }) => (categoryId === 5 || categoryId === 2) && statusId === 2), ({ details }) => String(details['payment_reference']).toLowerCase());
  // What came back after it was confirmed is seen by the next look.
  const netOf = (row: Row): number => (lines.get(String(row.Reference__c).toLowerCase()) ?? []).filter(({ at }) => row.Reconciled_At__c == null || at <= Date.parse(String(row.Reconciled_At__c))).reduce((sum, { amountMinor }) => sum - amountMinor, 0);
  const told = new Set(live(simulation, 'Sync_Issue__c').filter((issue) => issue.Kind__c === 'provider difference' && issue.Status__c === 'Open').map((issue) => String(issue.Source__c).toLowerCase()));
  for (const row of live(simulation, 'Payment_Transaction__c').filter((each) => each.Type__c === 'Payout' && each.Status__c === 'Transferred')) {
    const [net, amount] = [netOf(row), minorOf(row.Amount__c, row.Currency__c)];
    const blame = (detail: string): void => witness.blame({ rule: "the reconciliation says what the provider's list says", requestId: String(row.Payment_Request__c), detail: `${String(row.Reference__c)}: ${amount} minor units here, ${net} in the list, ${detail}` });
    if (row.Reconciliation__c === 'Confirmed' && (net !== amount || !plan.finance?.consent || !outside.payoneer.policies.payoutsInTransactions)) blame('and it is confirmed');
    // What ended here since yesterday's look is taken back with the next.
    const endedLately = outside.world.clock.now() - Date.parse(String(row.LastModifiedDate)) < 26 * 3_600_000;
    if (net === amount && !endedLately && !paidFromBeside(simulation, row) && told.has(String(row.Reference__c).toLowerCase())) blame('and a difference is told');
  }
}
