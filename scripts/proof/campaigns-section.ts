import type { Read } from './read.ts';

interface Campaign {
  readonly engine: string;
  readonly rounds: number;
  readonly kills: number;
  readonly payouts: number;
  readonly letters: number;
  readonly paidTwice: number;
  readonly lost: number;
  readonly stuck: number;
  readonly p50Ms?: number;
  readonly p99Ms?: number;
  /** What the times are of. */
  readonly timed?: string;
  readonly commit: string;
}

/** By the name of their file, what each does. */
const campaigns: readonly (readonly [name: string, what: string])[] = [
  ['kill', 'kill -9 at one call after the other'], ['two-instances', 'two instances on one PostgreSQL, one of them killed again and again'], ['power-loss', 'the disk as it is after the power went: only what was flushed'],
  ['postgres-restart', 'PostgreSQL stopped at once and started again, in the middle'], ['network-cut', 'the network cut to one side, in the middle'], ['backlog', 'killed with a full inbox: from the start to zero backlog'], ['webhooks', 'signed webhooks on 50 connections for 60 s'],
];

const seconds = (ms: number | undefined): string => (ms === undefined ? '' : ms >= 1_000 ? `${(ms / 1000).toFixed(1)} s` : `${Math.round(ms)} ms`);
const rowOf = (what: string, run: Campaign): string =>
  `| ${what} | ${run.engine} | ${run.rounds} | ${run.kills} | ${run.payouts} | ${run.letters} | ${run.paidTwice} | ${run.lost} | ${run.stuck} | ${run.timed === undefined ? '' : `${seconds(run.p50Ms)} / ${seconds(run.p99Ms)}, ${run.timed}`} | ${run.commit} |`;

/** What was done to real processes, and what came of it. */
export function campaignsSection(read: Read): string | undefined {
  const rows = campaigns.flatMap(([name, what]) => ['pglite', 'postgres'].flatMap((engine) => {
    const run = read(`${name}-${engine}`) as Campaign | undefined;
    return run ? [rowOf(`\`${name}\`: ${what}`, run)] : [];
  }));
  if (!rows.length) return undefined;
  return `## Real processes

\`npm run campaign -- NAME --engine pglite|postgres\`: real processes, real HTTP, real PostgreSQL; judged by the provider's record, Salesforce and the ledger.

| Campaign | Store | Rounds | Kills | Payouts | Letters | Paid twice | Lost | Stuck | Time (median / 99 %) | Commit |
|---|---|--:|--:|--:|--:|--:|--:|--:|---|---|
${rows.join('\n')}`;
}
