import type { NewIssue } from '../store/issues.ts';
import type { AttemptRow, BatchRow, Lane } from '../store/ledger-rows.ts';
import type { Office } from './office.ts';
import { reconcile } from './seal.ts';

const lane: Lane = { connection: 'payer', program: '1', currency: 'EUR' };
export const row = (amountMinor: number, more: Partial<AttemptRow> = {}): AttemptRow => ({ batchId: 'B1', amountMinor, stage: 'accepted', transferredAt: null, returnedAt: null, askedAt: null, sentAt: 1, providerStatus: null, wasLost: false, revived: false, timeline: [], ...more }) as AttemptRow;
export const paid = (amountMinor: number, heardAt: number): AttemptRow => row(amountMinor, { stage: 'settled', transferredAt: heardAt, askedAt: heardAt });
export const back = (amountMinor: number, heardAt: number): AttemptRow => row(amountMinor, { stage: 'settled', transferredAt: 5, askedAt: heardAt, returnedAt: heardAt });

/** A lane that began at 1,000 with one batch, as far as `reconcile` looks at it. */
export function sealBench(id = 'B1') {
  const cursors = new Map<string, string>();
  let baselineMinor = 1_000;
  let batch = { id, stage: 'open', sentAt: 1, movementMinor: null, residueMinor: 0 } as unknown as BatchRow;
  let others: readonly BatchRow[] = [];
  let rows: readonly AttemptRow[] = [];
  const told: Pick<NewIssue, 'kind' | 'source' | 'severity' | 'summary' | 'detail'>[] = [];
  const issues: string[] = [];
  const office = {
    store: {
      cursors: { get: async (name: string) => cursors.get(name), set: async (name: string, value: string) => void cursors.set(name, value) },
      lanes: { read: async () => ({ baselineMinor }), reading: async (_lane: Lane, _available: number, _at: number, baseline: number) => void (baselineMinor = baseline) },
      ledger: {
        batchesMoving: async () => [batch], batches: async () => [batch], attemptsOfBatch: async () => rows, batchesOver: async (_: unknown, minor: number) => (batch.residueMinor * Math.sign(minor) <= -Math.abs(minor) ? [batch] : []),
        brokenIn: async () => [...(batch.residueMinor === 0 ? [] : [batch]), ...others],
        // Of two changes of a row in one statement nobody knows which one counts.
        patchBatches: async (patches: readonly (readonly [string, Partial<BatchRow>])[]) => {
          if (new Set(patches.map(([of]) => of)).size < patches.length) throw new Error('a batch is changed twice in one statement');
          patches.forEach(([of, patch]) => (of === batch.id ? (batch = { ...batch, ...patch }) : (others = others.map((each) => (each.id === of ? { ...each, ...patch } : each)))));
        },
      },
      issues: { raise: async (issue: NewIssue) => void (told.push(issue), issues.push(issue.kind)) },
    },
  } as unknown as Office;
  return {
    issues, told, cursors,
    begin: (more: Partial<BatchRow>) => void (batch = { ...batch, ...more }),
    batch: () => batch,
    /** Batches of the lane whose seals are broken by so much. */
    broken: (...residues: readonly number[]) => void (others = residues.map((residueMinor, index) => ({ id: `other ${index}`, residueMinor }) as BatchRow)),
    others: () => others.map(({ residueMinor }) => residueMinor),
    async read(availableMinor: number, at: number, now: readonly AttemptRow[]) {
      rows = now;
      await reconcile(office, lane, availableMinor, at);
      return { movement: batch.movementMinor, residue: batch.residueMinor };
    },
  };
}
