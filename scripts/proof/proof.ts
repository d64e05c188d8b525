import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { blobsOf, commitOf, isChanged } from './source-state.ts';
import { noCoverage, type Coverage } from '../simulate/coverage.ts';

/** What a proof has shown so far: kept after every task, so that it can be stopped and taken up again. */
export interface Proof {
  /** What was run: a hash of the companion's, the stand-ins' and the simulator's files without their tests. Another one begins anew. */
  readonly code: string;
  readonly commit: string;
  command: string;
  /** How many payouts each seed has: of other ones the same seeds are others. */
  readonly sizes: string;
  /** Each seed below this was run. */
  next: number;
  seconds: number;
  readonly coverage: Coverage;
  /** Of seeds that broke a rule. */
  readonly stories: string[];
  /** Points that chance had not found, of which a run of its own made a process end there, or tried to. */
  readonly mopped: string[];
}

const parts = ['companion', 'config', 'sandbox', 'scripts/simulate', 'scripts/outside-world.ts', 'scripts/set-up-org.ts', 'force-app', 'package-lock.json'] as const;
/** Names the code that is run, as a hash of its files: production, stand-ins, simulator and libraries, not documents or tests. @throws Error when it is not committed: nobody could run the same again. */
export function codeOf(): string {
  if (isChanged(parts)) throw new Error(`Simulator: commit ${parts.join(', ')} first. A proof names the code it was made with.`);
  return blobsOf(parts);
}

/** The proof in this file, if it is one of the same code and the same sizes; else a new one. @throws Error when the code is not committed. */
export function openProof(file: string, command: string, sizes: string): Proof {
  const code = codeOf();
  const before = existsSync(file) ? (JSON.parse(readFileSync(file, 'utf8')) as Proof) : undefined;
  if (before?.code === code && before.sizes === sizes) return { ...before, command };
  return { code, commit: commitOf(), command, sizes, next: 1, seconds: 0, coverage: noCoverage(), stories: [], mopped: [] };
}

/** Whole or not at all: a proof that is stopped while it is written is still there. */
export function keepProof(file: string, proof: Proof): void {
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(`${file}.new`, `${JSON.stringify(proof, undefined, 1)}\n`);
  renameSync(`${file}.new`, file);
}
