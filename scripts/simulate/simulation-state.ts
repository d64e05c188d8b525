import type { Foresight } from '../../companion/domain/rehearsal.ts';
import type { Config } from '../../companion/config.ts';
import type { Chance } from './chance.ts';
import type { Process } from './companion-process.ts';
import type { Coverage } from './coverage.ts';
import type { Doom } from './life.ts';
import type { FinanceRecords } from './finance-records.ts';
import type { Happening } from './happening.ts';
import type { Plan } from './plan.ts';
import type { PlantedBug } from './planted-bugs.ts';
import type { Stage } from './stage.ts';
import type { Violation, Witness } from './witness.ts';
import type { Roads } from './mortal-fetch.ts';

/** What was foreseen for one request, and when (the number of lines told until then). */
export interface Foreseen {
  readonly requestId: string;
  readonly name: string;
  readonly payeeId: string;
  readonly foresight: Foresight;
  readonly why: string;
  readonly toldAt: number;
}

/** What was foreseen, and what became of it; `changed` = what happened in between that nobody could know. */
export interface Compared extends Pick<Foreseen, 'name' | 'foresight' | 'why'> {
  readonly became: string;
  readonly changed: string | undefined;
  readonly isRight: boolean;
}

export interface Outcome {
  readonly seed: number;
  readonly hash: string;
  readonly violations: readonly Violation[];
  readonly crashes: number;
  readonly coverage: Coverage;
  readonly states: Readonly<Record<string, number>>;
  readonly lines: readonly string[];
  /** Empty unless every wave was rehearsed before its approval. */
  readonly rehearsed: readonly Compared[];
  /** By Payment Request id, for those that went wrong: the journal and the attempts, a line each. */
  readonly journals: ReadonlyMap<string, { readonly name: string; readonly told: readonly string[] }>;
}

/** One simulation while it runs. */
export interface Simulation {
  readonly plan: Plan;
  readonly stage: Stage;
  readonly roads: Roads;
  readonly witness: Witness;
  readonly chance: Chance;
  readonly config: Config;
  readonly env: Readonly<Record<string, string>>;
  /** Undefined in a simulation that has only payouts. */
  readonly finance: FinanceRecords | undefined;
  readonly skew: { ms: number };
  readonly bug: PlantedBug | undefined;
  /** What the rehearsals said, in order; undefined when nothing is rehearsed. */
  readonly foreseen: Foreseen[] | undefined;
  current: Process | undefined;
  /** Processes on the same store beside the current one: a zombie, another instance, one that is being retired. */
  readonly beside: Set<Process>;
  /** What waits for a submission to be in the air. */
  readonly ambush: Happening[];
  /** The limit of the org's requests is reached with the next submission. */
  limitAfterSend: boolean;
  /** What was taken out of the programs, and put back later: minor units. */
  readonly withdrawn: number[];
  /** Where the first process that comes by ends, beside everything that was planned. */
  readonly endAt: readonly Doom[];
  /** The second companion, on a store of its own. */
  second: Process | undefined;
  /** Somebody has made the mistake: it is made once, also while the second companion is still starting. */
  secondBegun: boolean;
  /** The mistake was seen: nobody starts the second companion again. */
  secondStopped: boolean;
  starts: number;
  crashes: number;
  /** Starts that ended with a reason instead of working. */
  refusals: number;
  /** When the store was copied, and when put back: letters between are lost with the disk. */
  readonly forgotten: { from: number; to: number }[];
  copiedAt: number | undefined;
  /** The next request's first reference is used by somebody else before. */
  strangerWaits: boolean;
  /** Some of the next wave are refused by name. */
  refusalWaits: boolean;
}
