import type { Read } from './read.ts';

interface Campaign {
  readonly about: string;
  readonly engine: string;
  readonly rounds: number;
  readonly of: number;
  readonly judged: boolean;
  readonly kills: number;
  readonly payouts: number;
  readonly completed: number;
  readonly held: number;
  readonly letters: number;
  readonly paidTwice: number;
  readonly lost: number;
  readonly stuck: number;
  readonly wrong: readonly string[];
  readonly times: number;
  readonly p50Ms: number | null;
  readonly p99Ms: number | null;
  /** What the times are of. */
  readonly timed: string;
  readonly commit: string;
}

const names = ['kill', 'two-instances', 'power-loss', 'postgres-restart', 'network-cut', 'backlog', 'webhooks'];
/** Of fewer there is no hundredth part: then the longest is told. */
const enoughForPercent = 100;

const seconds = (ms: number): string => (ms >= 1_000 ? `${(ms / 1000).toFixed(1)} s` : `${Math.round(ms)} ms`);
function timesOf({ times, p50Ms, p99Ms, timed }: Campaign): string {
  if (p50Ms === null || p99Ms === null) return '';
  if (times === 1) return `${seconds(p50Ms)}, ${timed}`;
  return `${seconds(p50Ms)}, ${times < enoughForPercent ? 'at most' : '99 % within'} ${seconds(p99Ms)}, of ${times}, ${timed}`;
}
const rowOf = (name: string, run: Campaign): string =>
  `| \`${name}\` | ${run.engine} | ${run.rounds} of ${run.of}${run.judged ? '' : ', not judged'} | ${run.kills} | ${run.payouts} | ${run.completed} | ${run.held} | ${run.letters} | ${run.paidTwice} | ${run.lost} | ${run.stuck} | ${run.wrong.length} | ${timesOf(run)} | ${run.commit} |`;

/** What was done to real processes, and what came of it. */
export function campaignsSection(read: Read): string | undefined {
  const runs = names.flatMap((name) => ['pglite', 'postgres'].flatMap((engine) => {
    const run = read(`${name}-${engine}`) as Campaign | undefined;
    return run ? [[name, run] as const] : [];
  }));
  if (!runs.length) return undefined;
  const wrong = runs.flatMap(([name, run]) => run.wrong.map((words) => `* \`${name}\` on ${run.engine}: ${words}`));
  return `## Real processes

\`npm run campaign -- NAME --engine pglite|postgres\`: real processes, real HTTP, real PostgreSQL; judged by the provider's record, Salesforce and the ledger. A payout is with a person where
nothing proves that money moved; none of those was paid. Lost are acknowledged letters that were not found processed; stuck is what came to no end; wrong is whatever the witnesses do not agree on.

${[...new Map(runs.map(([name, { about }]) => [name, about]))].map(([name, about]) => `* \`${name}\`: ${about}.`).join('\n')}

| Campaign | Store | Rounds | Kills | Approved | Paid | With a person | Letters | Paid twice | Lost | Stuck | Wrong | Time (median) | Commit |
|---|---|---|--:|--:|--:|--:|--:|--:|--:|--:|--:|---|---|
${runs.map(([name, run]) => rowOf(name, run)).join('\n')}${wrong.length ? `\n\n${wrong.join('\n')}` : ''}`;
}
