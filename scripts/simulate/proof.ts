import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { commitOf, isChanged, treesOf } from '../proof/source-state.ts';
import { noCoverage, type Coverage } from './coverage.ts';

/** What a proof has shown so far: kept after every task, so that it can be stopped and taken up again. */
export interface Proof {
  /** What was run: the trees of the companion, the stand-ins and the simulator, as git names them. Another one begins anew. */
  readonly code: string;
  readonly commit: string;
  readonly command: string;
  /** Each seed below this was run. */
  next: number;
  seconds: number;
  readonly coverage: Coverage;
  /** Of seeds that broke a rule. */
  readonly stories: string[];
  /** Points of which a process was made to end, beyond those that chance had found. */
  mopped: number;
}

const parts = ['companion', 'config', 'sandbox', 'scripts/simulate', 'force-app'] as const;
/** Names the code that is run: production, stand-ins and simulator, not documents or tests. */
export const codeOf = (): string => treesOf(parts);

/** The proof in this file, if it is one of the same code; else a new one. @throws Error when the code is not committed: nobody could run the same again. */
export function openProof(file: string, command: string): Proof {
  if (isChanged(parts)) throw new Error('Simulator: commit companion, config, sandbox, force-app and scripts/simulate first. A proof names the code it was made with.');
  const code = codeOf();
  const before = existsSync(file) ? (JSON.parse(readFileSync(file, 'utf8')) as Proof) : undefined;
  if (before?.code === code) return before;
  return { code, commit: commitOf(), command, next: 1, seconds: 0, coverage: noCoverage(), stories: [], mopped: 0 };
}

/** Whole or not at all: a proof that is stopped while it is written is still there. */
export function keepProof(file: string, proof: Proof): void {
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(`${file}.new`, `${JSON.stringify(proof, undefined, 1)}\n`);
  renameSync(`${file}.new`, file);
}
