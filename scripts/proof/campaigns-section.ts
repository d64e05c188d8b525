import type { CampaignResult } from '../campaign/run-campaign.ts';
import type { Read } from './read.ts';

const names = ['kill', 'two-instances', 'power-loss', 'postgres-restart', 'network-cut', 'backlog', 'webhooks'];
/** Of fewer there is no hundredth part: then the longest is told. */
const enoughForPercent = 100;

const seconds = (ms: number): string => (ms >= 1_000 ? `${(ms / 1000).toFixed(1)} s` : `${Math.round(ms)} ms`);
function timesOf({ times, p50Ms, p99Ms, timed }: CampaignResult): string {
  if (p50Ms === null || p99Ms === null) return '';
  if (times === 1) return `${seconds(p50Ms)}, ${timed}`;
  return `${seconds(p50Ms)}, ${times < enoughForPercent ? 'at most' : '99 % within'} ${seconds(p99Ms)}, of ${times}, ${timed}`;
}
const rowOf = (name: string, run: CampaignResult): string =>
  `| \`${name}\` | ${run.engine} | ${run.rounds} of ${run.of}${run.judged ? '' : ', not judged'} | ${run.kills} | ${run.payouts} | ${run.completed} | ${run.held} | ${run.letters} | ${run.paidTwice} | ${run.lost} | ${run.stuck} | ${run.wrong.length} | ${timesOf(run)} | ${run.commit} |`;

/** What was done to real processes, and what came of it. */
export function campaignsSection(read: Read): string | undefined {
  const runs = names.flatMap((name) => ['pglite', 'postgres'].flatMap((engine) => {
    const run = read(`${name}-${engine}`) as CampaignResult | undefined;
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
