import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { blobsOf, commitOf, isChanged } from './source-state.ts';
import { noCoverage, type Coverage } from '../simulate/coverage.ts';
import type { Broken } from '../simulate/proof-task.ts';

/** What a proof has shown so far: kept after every task, so that it can be stopped and taken up again. */
export interface Proof {
  /** What was run: a hash of the companion's, the stand-ins' and the simulator's files without tests, screens and rules. Another one begins anew. */
  readonly code: string;
  /** By what the seeds were judged, in order: a rule may be mended on the way, and what had broken one is run again. `from` is the first seed judged so. */
  readonly judged: { readonly from: number; readonly rules: string; readonly commit: string }[];
  command: string;
  /** How many payouts each seed has: of other ones the same seeds are others. */
  readonly sizes: string;
  /** Each seed below this was run. */
  next: number;
  seconds: number;
  readonly coverage: Coverage;
  /** Seeds that broke a rule when they were last run, by the rules they were judged by. */
  readonly broken: (Broken & { readonly rules: string })[];
  /** Seeds that had broken a rule that was mended since, and were run again. */
  readonly again: number[];
  /** Points that chance had not found, of which a run of its own made a process end there, or tried to. */
  readonly mopped: string[];
}

const parts = ['companion', 'config', 'sandbox', 'scripts/simulate', 'scripts/outside-world.ts', 'scripts/set-up-org.ts', 'force-app', 'package-lock.json'] as const;
/** Parts of the package that people look at: no save, query or event depends on them. */
const screens = ['lwc', 'layouts', 'flexipages', 'tabs', 'applications', 'pathAssistants', 'reports', 'reportTypes', 'dashboards'].map((kind) => `force-app/**/${kind}/**`);
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

/** The proof in this file, if it is one of the same code and the same sizes, by whatever rules; else a new one. @throws Error when the code is not committed. */
export function openProof(file: string, command: string, sizes: string): Proof {
  const { code, rules } = codeOf();
  const before = existsSync(file) ? (JSON.parse(readFileSync(file, 'utf8')) as Proof) : undefined;
  if (before?.code !== code || before.sizes !== sizes) return { code, judged: [{ from: 1, rules, commit: commitOf() }], command, sizes, next: 1, seconds: 0, coverage: noCoverage(), broken: [], again: [], mopped: [] };
  const mended = before.judged.at(-1)?.rules !== rules;
  return { ...before, command, judged: [...before.judged, ...(mended ? [{ from: before.next, rules, commit: commitOf() }] : [])] };
}

/** Whole or not at all: a proof that is stopped while it is written is still there. */
export function keepProof(file: string, proof: Proof): void {
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(`${file}.new`, `${JSON.stringify(proof, undefined, 1)}\n`);
  renameSync(`${file}.new`, file);
}
