import type { PayoutTerms } from '../domain/rehearsal-roles.ts';
import type { Move, NewAttempt, NewBatch } from '../store/ledger.ts';
import type { AttemptRow, Lane, Payment } from '../store/ledger-rows.ts';
import type { Office } from './office.ts';
import type { Examined } from './examine-all.ts';

/** For tests only: what one round of bundling needs of a store, in memory, and what it left there. */
export interface BundleOffice {
  readonly office: Office;
  readonly payer: PayoutTerms;
  readonly attempts: NewAttempt[];
  readonly batches: NewBatch[];
  readonly moves: Move[];
  readonly alerts: string[];
}

/** A payment as it is examined, with everything bundling does not look at left out. */
export interface Planned {
  readonly requestId: string;
  readonly program: string;
  readonly currency: string;
  readonly amountMinor: number;
  readonly payoutDate: string | null;
  readonly dueDate: string | undefined;
  readonly foundAt: number;
  readonly state: 'Approved for Payout' | 'Awaiting Funds';
  readonly attempt: number;
  readonly payable: boolean;
  readonly sendable: boolean;
  /** An attempt of it is on its way already. */
  readonly busy: boolean;
}

export function examinedOf(all: readonly Planned[]): readonly Examined[] {
  return all.map(({ requestId, program, payable, dueDate, sendable, payoutDate, busy: _busy, ...rest }) => ({
    request: { id: requestId, attempt: rest.attempt, payoutDate: payoutDate ?? undefined, dueDate },
    payment: { ...rest, requestId, payoutDate, program, payeeId: 'p', purpose: sendable ? 'x' : '', automaticAttempts: 0, fundingAccountId: null },
    verdict: payable ? { is: 'payable', program } : { is: 'wrong', why: 'x' },
  }) as unknown as Examined);
}

export function bundleOffice(all: readonly Planned[], balances: ReadonlyMap<string, number>, batchLimit: number): BundleOffice {
  const [attempts, batches, moves, alerts]: [NewAttempt[], NewBatch[], Move[], string[]] = [[], [], [], []];
  const payments = examinedOf(all).map(({ payment }) => payment);
  const nothing = async (): Promise<undefined> => undefined;
  let sequence = 0;
  const store = {
    db: { transaction: <T>(work: () => Promise<T>): Promise<T> => work() },
    ledger: {
      payments: async (ids: readonly string[]) => payments.filter(({ requestId }) => ids.includes(requestId)),
      attemptsOf: async (ids: readonly string[]) => [
        ...all.filter(({ requestId, busy }) => busy && ids.includes(requestId)).map(({ requestId }) => ({ requestId, stage: 'accepted' }) as AttemptRow),
        ...all.filter(({ requestId, attempt }) => attempt > 0 && ids.includes(requestId)).map(({ requestId, attempt }) => ({ requestId, number: attempt, stage: 'settled' }) as AttemptRow),
        ...attempts.filter(({ requestId }) => ids.includes(requestId)),
      ],
      refusedAlike: async () => [],
      committedMinor: async ({ program, currency }: Lane) => attempts.filter((row) => row.program === program && row.currency === currency).reduce((sum, row) => sum + row.amountMinor, 0),
      plan: async (newBatches: readonly NewBatch[], newAttempts: readonly NewAttempt[]) => void (batches.push(...newBatches), attempts.push(...newAttempts)),
      move: async (some: readonly Move[]) => void moves.push(...some),
    },
    lanes: { read: async ({ program }: Lane) => ({ availableMinor: balances.get(program) ?? 0, availableAt: 0 }) },
    installation: { takeSequence: async (count: number) => (sequence += count), read: async () => ({ orgId: '00D' }) },
    timers: { atLatest: nothing },
    cursors: { set: nothing },
    issues: { raise: async ({ kind, source }: { kind: string; source: string }) => void alerts.push(`${kind} ${source}`) },
  };
  const office = { store, tools: { now: () => 0 }, timing: { fundsFreshMs: 1, fundsShortMs: 1 }, payerId: 'payer', holder: 'h' } as unknown as Office;
  const payer = { batchLimit, programs: [], environment: 'sandbox', unsendable: ({ purpose }: { purpose: Payment['purpose'] }) => (purpose ? undefined : 'no purpose'), funds: nothing } as unknown as PayoutTerms;
  return { office, payer, attempts, batches, moves, alerts };
}
