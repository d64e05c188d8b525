import type { PayoutState } from '../domain/payout-states.ts';
import { openLedger, type AttemptPatch, type NewAttempt, type NewBatch, type NewPayment } from './ledger.ts';
import { attemptRow, batchRow, openLedgerStore, paymentRow, requestId } from './test-ledger-store.ts';

/** A payment as it is to be found, and its one attempt; null for none. */
export interface Given {
  readonly state?: PayoutState;
  readonly payment?: Partial<NewPayment>;
  readonly attempt?: Partial<NewAttempt> | null;
  readonly then?: AttemptPatch;
  readonly batch?: Partial<NewBatch>;
}

/** How long the books are told later than something happened. */
export const writeDelayMs = 700;

/** A ledger on a clock the test moves, whose payments go by names. */
export async function openLedgerWorld() {
  const { database, store, clock, tools, close } = await openLedgerStore();
  const ledger = openLedger(database, store.outbox, tools.now, writeDelayMs);
  const names: string[] = [];
  const idOf = (name: string): string => {
    if (!names.includes(name)) throw new Error(`Test: nothing is planted under the name ${name}.`);
    return requestId(names.indexOf(name));
  };

  async function plantOne({ state, payment, attempt, then, batch }: Given, name: string): Promise<void> {
    const nth = names.push(name) - 1;
    await ledger.takeUp([paymentRow(nth, payment)], state);
    if (attempt === null) return;
    const planned = attemptRow(nth, attempt);
    await ledger.plan([{ ...batchRow, id: planned.batchId, ...batch }], [planned]);
    if (then) await ledger.patchAttemptsQuietly([[planned.reference, then]]);
  }

  return {
    database, ledger, clock, close, idOf,
    outbox: store.outbox,
    referenceOf: (name: string): string => `${idOf(name)}-01`,
    /** Each beside the others, in this order. */
    plant: async (all: Readonly<Record<string, Given>>): Promise<void> => {
      for (const [name, given] of Object.entries(all)) await plantOne(given, name);
    },
    /** The names of payments and attempts, by their ids, references or rows. */
    namesOf: (rows: Iterable<string | { readonly requestId: string }>): readonly string[] =>
      [...rows].map((row) => names[Number((typeof row === 'string' ? row : row.requestId).slice(3, 15))] ?? 'unknown to this test'),
    /** What waits to be told to the books: kind, key and when. */
    told: (): Promise<readonly { readonly kind: string; readonly key: string; readonly at: number }[]> => database.query('select kind, key, due_at as at from outbox order by kind, key'),
    /** Leaves nothing planted. */
    clear: async (): Promise<void> => {
      names.length = 0;
      await database.query('truncate payment, attempt, batch, outbox, audit');
    },
  };
}

export const lane = { connection: 'payer', program: '100200300', currency: 'USD' };
/** One of each that differs from it in one thing. */
export const otherLanes: Readonly<Record<string, Given>> = {
  'of another connection': { attempt: { connection: 'another' } },
  'of another program': { attempt: { program: 'another' } },
  'in another currency': { attempt: { currency: 'EUR' } },
};
