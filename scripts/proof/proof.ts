import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { blobsOf, commitOf, isChanged } from './source-state.ts';
import { noCoverage, type Coverage } from '../simulate/coverage.ts';
import type { Broken } from '../simulate/proof-task.ts';

/** Seeds from `from` on, up to the next stretch: what was run, and by what it was judged, as hashes of the files. */
interface Stretch {
  readonly from: number;
  /** The companion's, the stand-ins' and the simulator's files without tests, screens and rules. */
  readonly code: string;
  readonly rules: string;
  readonly commit: string;
}

/** What a proof has shown so far: kept after every task, so that it can be stopped and taken up again. */
export interface Proof {
  /** In order. A rule that judges may be mended on the way, and where it was asked for what the run had found in the code too; what had broken a rule is run again. */
  readonly stretches: Stretch[];
  command: string;
  /** How many payouts each seed has: of other ones the same seeds are others. */
  readonly sizes: string;
  /** Each seed below this was run. */
  next: number;
  seconds: number;
  readonly coverage: Coverage;
  /** Seeds that broke a rule when they were last run, and by which commit that was. */
  readonly broken: (Broken & { readonly commit: string })[];
  /** Seeds that had broken a rule before something was mended, and were run again. */
  readonly again: number[];
  /** Points that chance had not found, of which a run of its own made a process end there, or tried to. */
  readonly mopped: string[];
}

const parts = ['companion', 'config', 'sandbox', 'scripts/simulate', 'scripts/outside-world.ts', 'scripts/set-up-org.ts', 'force-app', 'package-lock.json'] as const;
/** Parts of the package that people look at: no save, query or event depends on them. */
const screens = ['lwc', 'layouts', 'flexipages', 'tabs', 'applications', 'pathAssistants', 'reports', 'reportTypes', 'dashboards', 'labels'].map((kind) => `force-app/**/${kind}/**`);
/** What judges a seed and never changes its course. */
const ruleFiles = ['scripts/simulate/*-checks.ts', 'scripts/simulate/paid-rates.ts'] as const;

/**
 * Names what is run and what judges it, as hashes of their files: production, stand-ins, simulator and libraries, not documents, tests or the package's screens.
 * @throws Error when it is not committed: nobody could run the same again.
 */
export function codeOf(): { readonly code: string; readonly rules: string } {
  if (isChanged(parts)) throw new Error(`Simulator: commit ${parts.join(', ')} first. A proof names the code it was made with.`);
  return { code: blobsOf(parts, [...screens, ...ruleFiles]), rules: blobsOf(ruleFiles) };
}

/**
 * The proof in this file, if it is one of the same code and the same sizes, by whatever rules; else a new one. With `goOn` one of other code goes on with the code as it is now.
 * @throws Error when the code is not committed.
 */
export function openProof(file: string, { command, sizes, goOn }: { readonly command: string; readonly sizes: string; readonly goOn: boolean }): Proof {
  const now = { ...codeOf(), commit: commitOf() };
  const before = existsSync(file) ? (JSON.parse(readFileSync(file, 'utf8')) as Proof) : undefined;
  const last = before?.stretches.at(-1);
  if (!before || before.sizes !== sizes || (last?.code !== now.code && !goOn)) return { stretches: [{ from: 1, ...now }], command, sizes, next: 1, seconds: 0, coverage: noCoverage(), broken: [], again: [], mopped: [] };
  const stretches = [...before.stretches, ...(last?.code === now.code && last.rules === now.rules ? [] : [{ from: before.next, ...now }])];
  // Other code passes other places: where a process can end is found out anew.
  return { ...before, command, stretches, ...(last?.code === now.code ? {} : { coverage: { ...before.coverage, points: {}, deaths: {}, passedIn: {} }, mopped: [] }) };
}

/** Whole or not at all: a proof that is stopped while it is written is still there. */
export function keepProof(file: string, proof: Proof): void {
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(`${file}.new`, `${JSON.stringify(proof, undefined, 1)}\n`);
  renameSync(`${file}.new`, file);
}
