import type { PayoutBooks, Payouts, Reservation, SendPermit } from '../connectors/connector.ts';
import type { Attempt, PaymentRequest, Sent } from '../domain/payout.ts';
import type { PayoutState } from '../domain/payout-states.ts';
import type { AttemptPatch, NewAttempt } from '../store/ledger.ts';
import type { AttemptRow } from '../store/ledger-rows.ts';
import type { Office } from './office.ts';
import { payOnce } from './once.ts';
import { idOf, lane, newAttempt, newBatch, newPayment, openTestOffice, start } from './test-office.ts';
import { timing } from './test-rows.ts';

/** One call that would have moved money. */
export interface Call {
  readonly references: readonly string[];
  readonly attempts: readonly Attempt[];
  readonly body: string;
  readonly permit: SendPermit;
}
type Answer = Sent | Error;

/** The request of an attempt as the books have it while nobody changed anything. */
function asApproved({ requestId, amountMinor, currency, payeeId, purpose, number }: AttemptRow): PaymentRequest {
  const payeeKey = `payer:sandbox:100:${payeeId}`;
  return {
    id: requestId, name: 'PR', status: 'Awaiting Funds', amount: { minor: amountMinor, currency }, purpose, invoiceNumber: undefined, payoutDate: undefined, fundingAccountId: undefined, program: undefined, createdById: 'submitter', attempt: number, evidence: undefined,
    recipient: { id: 'r', payeeKey, country: 'DE', status: 'Active', verified: true, statusCheckedAt: undefined, payeeChangedById: 'finance' },
    stamp: { amount: { minor: amountMinor, currency }, recipientId: 'r', payeeKey, purpose, approvedAt: '2026-11-20T10:00:00.000Z', approvedById: 'approver', submittedById: 'submitter' },
  };
}

/** Rows of the batch B1 and their payments. */
const plannedIn = ({ ledger }: Office['store']) => async (count: number, attempt: Partial<NewAttempt> = {}, state: PayoutState = 'Approved for Payout'): Promise<void> => {
  const numbers = Array.from({ length: count }, (_, at) => at + 1);
  await ledger.takeUp(numbers.map((nth) => newPayment(nth)), state);
  await ledger.plan([newBatch()], numbers.map((nth) => newAttempt(nth, attempt)));
  await ledger.adopt(numbers.map((nth) => ({ requestId: idOf(nth), attempt: state === 'Approved for Payout' ? 0 : 1, state, reason: null })));
};

/** What both sides answer until a test says otherwise. */
const calmWorld = () => ({
  paused: false, answers: [] as Answer[], batchLimit: 2, availableMinor: 100_000,
  /** Instead of a balance. */
  noFunds: undefined as Error | undefined,
  /** What the books say otherwise of a request that waits to go out again; `undefined` when they do not hold it any more. */
  changed: new Map<string, Partial<PaymentRequest> | undefined>(),
  onReserve: async (): Promise<unknown> => undefined,
  /** A wish that stands on every request. */
  wish: undefined as string | undefined,
  onPrepare: (): void => undefined,
  onSend: async (): Promise<unknown> => undefined,
});

/** For tests only: an office that may send, with books that reserve everything and a provider that answers as told. */
export async function openSendBench() {
  const turned = { killed: false, stopping: false };
  const bench = await openTestOffice({ killed: () => turned.killed, stopping: () => turned.stopping });
  const { store, office } = bench;
  await bench.bind();
  const calls: Call[] = [];
  const fundsAsked: string[] = [];
  const world = calmWorld();
  const books = {
    paused: async () => world.paused, claims: async () => [],
    reserved: async (references: readonly string[]) => {
      const rows = await store.ledger.attempts(references);
      return rows.filter(({ reference }) => !world.changed.has(reference) || world.changed.get(reference)).map((row) => ({ reference: row.reference, sequence: row.sequence, wish: world.wish, request: { ...asApproved(row), status: row.stage === 'reserved' ? 'Sending' : 'Awaiting Funds', ...world.changed.get(row.reference) } }));
    },
    reserve: async (rows: readonly Reservation[]) => {
      await world.onReserve();
      return new Map(rows.map(({ attempt }) => [attempt.reference, 'reserved' as const]));
    },
  } as unknown as PayoutBooks;
  const payer = {
    programs: [{ program: lane.program, currency: lane.currency }],
    get batchLimit() { return world.batchLimit; },
    funds: async (program: string) => {
      fundsAsked.push(program);
      if (world.noFunds) throw world.noFunds;
      return { available: { minor: world.availableMinor, currency: 'USD' }, asOf: bench.clock.at };
    },
    prepare: (attempts: readonly Attempt[]) => {
      world.onPrepare();
      return `body of ${attempts.map(({ reference }) => reference).join()}`;
    },
    send: async (attempts: readonly Attempt[], body: string, permit: SendPermit): Promise<Sent> => {
      calls.push({ references: attempts.map(({ reference }) => reference), attempts, body, permit });
      await world.onSend();
      const answer = world.answers.shift() ?? { accepted: true };
      if (answer instanceof Error) throw answer;
      return answer;
    },
  } as unknown as Payouts;
  const before = { ...world };
  return {
    ...bench, world, turned, calls, fundsAsked, books, payer,
    pay: () => payOnce(office, books, payer, lane),
    planned: plannedIn(store),
    /** Rows of one batch that was refused as such, and that were not found since; each may differ from the others. */
    async refused(rows: readonly AttemptPatch[], state: 'Outcome Unknown' | 'Awaiting Funds' | 'Sending' = 'Outcome Unknown'): Promise<void> {
      await plannedIn(store)(rows.length, { stage: 'unknown', posted: 1 }, state);
      await store.ledger.patchAttemptsQuietly(rows.map((row, at) => [`${idOf(at + 1)}-01`, { refusedWithBatch: true, missed: timing.giveUpAfterMissed, unknownSince: start - timing.giveUpAfterMs, bodyHash: 'h', reasonCode: '9', reasonText: 'words', reasonCause: 'data', ...row }]));
    },
    stages: async (count: number) => Promise.all(Array.from({ length: count }, async (_, at) => (await bench.attempt(`${idOf(at + 1)}-01`))?.stage)),
    async begin(): Promise<void> {
      await bench.clear();
      await bench.query('truncate lease');
      Object.assign(world, before, { answers: [], changed: new Map() });
      Object.assign(turned, { killed: false, stopping: false });
      calls.length = 0;
      fundsAsked.length = 0;
    },
  };
}
