import type { Call, Reply } from '../kit/stand-in.ts';
import { toText } from './money.ts';
import { fault, refusal } from './refusal.ts';
import { type Desk, nextNumber, type Program, type Transaction, type Wallet } from './state.ts';

const categories = { 1: 'Incoming Payments', 2: 'Refunds', 3: 'Withdrawal To Bank', 4: 'Card', 5: 'Outgoing Payments', 6: 'Fees' } as const;
const statusIds = { Pending: 1, Completed: 2, Canceled: 3, Failed: 4 } as const;
const statusNames = { 1: 'Pending', 2: 'Completed', 3: 'Canceled', 4: 'Failed' } as const;

export type MovementStatus = keyof typeof statusIds;
/** What a test or the person at the sandbox says of a movement of the account. */
export interface Arrival {
  /** Minor units; negative when money leaves. */
  readonly amountMinor: number;
  readonly currency: string;
  readonly source: string;
  readonly description?: string;
  readonly reference?: string;
  /** Completed unless said otherwise. */
  readonly status?: MovementStatus;
  /** 1, a payment received, unless said otherwise. */
  readonly categoryId?: Transaction['categoryId'];
  /** Epoch ms of its date; now unless said otherwise. */
  readonly at?: number;
}

export const isMovementStatus = (word: unknown): word is MovementStatus => typeof word === 'string' && Object.hasOwn(statusIds, word);
export const isCategory = (id: unknown): id is Transaction['categoryId'] => typeof id === 'number' && Object.hasOwn(categories, id);

/** `GET /v4/programs/:program/balance`. */
export function programBalance(_desk: Desk, _call: Call, { wallet }: Program): Reply {
  return { status: 200, body: { result: { balance: Number(toText(wallet.minor, wallet.currency)), currency: wallet.currency } } };
}

/** `GET /v4/accounts/:account/balances`: the programs' funds, seen as the account's balances. */
export function accountBalances(desk: Desk): Reply {
  const items = desk.state.wallets.map(({ balanceId, currency, minor }) => ({
    id: balanceId, type: 'BALANCE', currency, status: '2', status_name: 'Active', available_balance: toText(minor, currency),
    update_time: new Date(desk.world.clock.now()).toISOString(),
  }));
  return { status: 200, body: { result: { balances: { items, total: items.length } } } };
}

/** Something moves on the account: a customer's payment, unless it says otherwise. Only what is completed changes the balance. */
export function receive(desk: Desk, arrival: Arrival): string {
  const { amountMinor, currency, source, description = '', reference, status = 'Completed', categoryId = 1, at = desk.world.clock.now() } = arrival;
  const wallet = desk.state.wallets.find((each) => each.currency === currency) ?? opened(desk, currency);
  if (status === 'Completed') wallet.minor += amountMinor;
  const id = nextNumber(desk);
  desk.state.transactions.push({
    id, categoryId, statusId: statusIds[status], at, amountMinor, wallet, runningMinor: wallet.minor, description, source, target: desk.settings.accountId,
    details: { payment_date: new Date(at).toISOString(), payment_description: description, ...(reference === undefined ? {} : { payment_reference: reference }) },
  });
  return id;
}

/** A movement gets another status later, under the same id and date. */
export function settle(desk: Desk, id: string, status: MovementStatus): void {
  const found = desk.state.transactions.find((each) => each.id === id);
  if (!found) throw new Error(`Payoneer stand-in: there is no transaction ${id}.`);
  if (found.statusId === 2) found.wallet.minor -= found.amountMinor;
  found.statusId = statusIds[status];
  if (found.statusId === 2) found.wallet.minor += found.amountMinor;
}

function opened(desk: Desk, currency: string): Wallet {
  const wallet: Wallet = { balanceId: nextNumber(desk), currency, minor: 0 };
  desk.state.wallets.push(wallet);
  return wallet;
}

/** `GET /v4/accounts/:account/transactions?from&to&page_size&include_details&next`. Source: facts 5; `next` is a guess. */
export function accountTransactions(desk: Desk, call: Call): Reply {
  const asked = call.url.searchParams;
  const from = Date.parse(asked.get('from') ?? '');
  const to = Date.parse(asked.get('to') ?? '');
  if (Number.isNaN(from) || Number.isNaN(to)) {
    return refusal(400, 'One or more fields are invalid', { errors: [fault(Number.isNaN(from) ? 'from' : 'to', asked.get('from'), 'from and to are required dates')] });
  }
  const found = matching(desk, from, to);
  const size = Math.min(Math.max(Number(asked.get('page_size') ?? 100) || 100, 1), 1000);
  const start = startOf(found, asked.get('next'));
  if (start === undefined) return refusal(400, 'The page does not exist', { target: 'next' });
  const page = found.slice(start, start + size);
  const last = page.at(-1);
  const next = last && start + size < found.length ? following(desk, call, last.id) : null;
  const items = page.map((each) => item(each, asked.get('include_details') === 'true'));
  return { status: 200, body: { result: { transactions: { items, total: found.length, next } } } };
}

function matching({ state, policies }: Desk, from: number, to: number): Transaction[] {
  const found = state.transactions.filter(({ at, categoryId }) => at >= from && at <= to && (policies.payoutsInTransactions || ![2, 5, 6].includes(categoryId)));
  // By date: one that is dated back stands among the old ones.
  found.sort((one, other) => one.at - other.at);
  return policies.transactionOrder === 'newest first' ? found.reverse() : found;
}

/** The cursor names the last item given, so that a newcomer at the front shifts nothing. */
function startOf(found: readonly Transaction[], cursor: string | null): number | undefined {
  if (cursor === null) return 0;
  const id = Buffer.from(cursor, 'base64url').toString();
  const at = found.findIndex((each) => each.id === id);
  return at < 0 ? undefined : at + 1;
}

function following({ policies }: Desk, call: Call, lastId: string): string {
  const cursor = Buffer.from(lastId).toString('base64url');
  if (policies.transactionNext === 'cursor') return cursor;
  const url = new URL(call.url);
  url.searchParams.set('next', cursor);
  return url.pathname + url.search;
}

function item(each: Transaction, withDetails: boolean): Record<string, unknown> {
  const { wallet, categoryId } = each;
  return {
    id: each.id, category_id: categoryId, category_name: categories[categoryId], description: each.description, date: new Date(each.at).toISOString(),
    amount: Number(toText(each.amountMinor, wallet.currency)), amount_currency: wallet.currency,
    balance_id: wallet.balanceId, balance_name: `${wallet.currency} balance`, running_balance: Number(toText(each.runningMinor, wallet.currency)), balance_currency: wallet.currency,
    status_id: each.statusId, status_name: statusNames[each.statusId], source: each.source, target: each.target,
    ...(withDetails ? { details: each.details } : {}),
  };
}
