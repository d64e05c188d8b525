import type { Answer, Call, Reply } from '../kit/stand-in.ts';
import { isCategory, isMovementStatus, type Arrival } from './accounts.ts';
import type { PayoneerHandle } from './handle.ts';
import { isPayeeStatus, type PayeeFacts } from './payees.ts';

/** The doors of whoever runs the sandbox; JSON in and out, no token. */
export function operatorDoors(handle: PayoneerHandle): Readonly<Record<string, Answer>> {
  const done: Reply = { status: 200, body: { done: true } };
  return {
    'POST /_payoneer/fund': saying(async (order) => {
      await handle.fund(text(order, 'program'), whole(order, 'amountMinor'));
      return done;
    }),
    'POST /_payoneer/return': saying(async (order) => {
      await handle.returnPayout(text(order, 'reference'));
      return done;
    }),
    'POST /_payoneer/payees': saying(async (order) => {
      await handle.setPayee(text(order, 'payeeId'), payeeFacts(order));
      return done;
    }),
    'POST /_payoneer/receive': saying((order) => ({ status: 200, body: { id: handle.receive(arrivalIn(order)) } })),
    'POST /_payoneer/settle': saying((order) => {
      if (!isMovementStatus(order['status'])) throw new Error('"status" has to be Pending, Completed, Canceled or Failed');
      handle.settle(text(order, 'id'), order['status']);
      return done;
    }),
    'POST /_payoneer/withdraw-consent': saying(() => {
      handle.withdrawConsent();
      return done;
    }),
    'POST /_payoneer/policies': saying((order) => {
      const strangers = Object.keys(order).filter((name) => !Object.hasOwn(handle.policies, name));
      if (strangers.length > 0) throw new Error(`there is no policy ${strangers.join(', ')}; sandbox/payoneer/policies.ts lists them`);
      // JSON has no undefined: null takes a limit or a delay away again.
      for (const [name, value] of Object.entries(order)) Object.assign(handle.policies, { [name]: value ?? undefined });
      return { status: 200, body: handle.policies };
    }),
    'POST /_payoneer/webhooks': saying((order) => {
      handle.webhooks.target = text(order, 'target');
      return done;
    }),
    'GET /_payoneer/payouts': () => ({ status: 200, body: handle.payouts() }),
    'GET /_payoneer/transfers': () => ({ status: 200, body: handle.transfers() }),
  };
}

type Order = Readonly<Record<string, unknown>>;

/** An operator's mistake comes back as words, not as a broken stand-in. */
function saying(act: (order: Order) => Reply | Promise<Reply>): Answer {
  return async (call: Call) => {
    try {
      const order = call.json();
      return await act(typeof order === 'object' && order !== null ? { ...order } : {});
    } catch (error) {
      return { status: 400, body: { error: 'sandbox control', message: error instanceof Error ? error.message : String(error) } };
    }
  };
}

function arrivalIn(order: Order): Arrival {
  const { status, categoryId, reference } = order;
  if (status !== undefined && !isMovementStatus(status)) throw new Error('"status" has to be Pending, Completed, Canceled or Failed');
  if (categoryId !== undefined && !isCategory(categoryId)) throw new Error('"categoryId" has to be 1 to 6');
  return {
    amountMinor: whole(order, 'amountMinor'), currency: text(order, 'currency'), source: text(order, 'source'), description: String(order['description'] ?? ''),
    ...(reference === undefined ? {} : { reference: text(order, 'reference') }), ...(status === undefined ? {} : { status }), ...(categoryId === undefined ? {} : { categoryId }),
  };
}

function payeeFacts(order: Order): PayeeFacts {
  const { status, currency, method, details } = order;
  if (status !== undefined && !isPayeeStatus(status)) throw new Error('"status" has to be Pending, Active, Inactive or Declined');
  if (method !== undefined && method !== 'account' && method !== 'bank') throw new Error('"method" has to be account or bank');
  if (details !== undefined && (typeof details !== 'object' || details === null)) throw new Error('"details" has to be an object');
  return {
    ...(status === undefined ? {} : { status }), ...(method === undefined ? {} : { method }), ...(details === undefined ? {} : { details: { ...details } }),
    ...(currency === undefined ? {} : { currency: text(order, 'currency') }),
  };
}

function text(order: Order, name: string): string {
  const value = order[name];
  if (typeof value !== 'string') throw new Error(`"${name}" has to be a text`);
  return value;
}

function whole(order: Order, name: string): number {
  const value = order[name];
  if (typeof value !== 'number' || !Number.isSafeInteger(value)) throw new Error(`"${name}" has to be a whole number of minor units`);
  return value;
}
