import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { commitOf } from '../proof/source-state.ts';
import { percentile } from '../proof/percentile.ts';
import { added, noFigures, type Engine, type Figures } from './figures.ts';
import type { Campaign } from './rounds.ts';

/** What is kept of a campaign, as JSON. */
export interface CampaignResult extends Figures {
  readonly name: string;
  readonly engine: Engine;
  /** Rounds played and rounds wanted: fewer when it was stopped, and can be resumed. */
  readonly rounds: number;
  readonly of: number;
  readonly seconds: number;
  readonly timed: string;
  readonly p50Ms: number | null;
  readonly p99Ms: number | null;
  readonly commit: string;
  readonly endedAt: string;
}

export interface CampaignWish {
  readonly campaign: Campaign;
  readonly engine: Engine;
  readonly rounds: number;
  /** Where the result is kept after every round; goes on from there when it holds fewer rounds than wanted. */
  readonly out?: string;
  readonly say: (line: string) => void;
  /** Ends it after the round that is being played; what was played is judged. */
  readonly stop?: AbortSignal;
}

function before({ campaign, engine, rounds, out }: CampaignWish): CampaignResult | undefined {
  if (out === undefined || !existsSync(out)) return undefined;
  const kept = JSON.parse(readFileSync(out, 'utf8')) as CampaignResult;
  if (kept.name !== campaign.name || kept.engine !== engine) throw new Error(`${out} holds "${kept.name}" on ${kept.engine}. Name another file.`);
  return kept.rounds < kept.of && kept.rounds < rounds && kept.commit === commitOf() ? kept : undefined;
}

const wordsOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));

/** Plays a campaign to its end, or until something is so wrong that it can't go on, and judges what came of it. */
export async function runCampaign(wish: CampaignWish): Promise<CampaignResult> {
  const { campaign, engine, rounds, out, say } = wish;
  const kept = before(wish);
  if (kept) say(`Going on after ${kept.rounds} rounds that ${out ?? ''} holds.`);
  let figures: Figures = kept ?? noFigures;
  let played = kept?.rounds ?? 0;
  const commit = commitOf();
  const startedAt = performance.now() - (kept?.seconds ?? 0) * 1000;
  const result = (): CampaignResult => ({
    name: campaign.name, engine, rounds: played, of: rounds, ...added(figures, {}), seconds: Math.round((performance.now() - startedAt) / 1000), timed: campaign.timed,
    timesMs: figures.timesMs.length > 400 ? [] : figures.timesMs, p50Ms: percentile(figures.timesMs, 50) ?? null, p99Ms: percentile(figures.timesMs, 99) ?? null, commit, endedAt: new Date().toISOString(),
  });
  const keep = (): void => void (out !== undefined && writeFileSync(out, `${JSON.stringify(result(), null, 1)}\n`));
  const stage = await campaign.open(engine, rounds, say);
  try {
    while (played < rounds && !wish.stop?.aborted) {
      const one = await stage.play(played);
      figures = added(figures, one);
      played++;
      keep();
      for (const wrong of one.wrong ?? []) say(`WRONG: ${wrong}`);
    }
    figures = added(figures, await stage.judge());
  } catch (error) {
    figures = added(figures, { wrong: [`round ${played + 1}: ${wordsOf(error)}`] });
  } finally {
    await stage.close();
  }
  keep();
  return result();
}

/** The result as a person reads it. */
export function tableOf(result: CampaignResult): string {
  const rows: readonly (readonly [string, string | number])[] = [
    ['rounds', `${result.rounds} of ${result.of}`], ['kills', result.kills], ['payouts', result.payouts], ['completed', result.completed], ['given to a person', result.held], ['letters acknowledged', result.letters],
    ['paid twice', result.paidTwice], ['letters lost', result.lost], ['stuck', result.stuck], ['wrong', result.wrong.length], ['seconds', result.seconds],
    ...(result.p50Ms === null ? [] : [[`p50 / p99, ms`, `${Math.round(result.p50Ms)} / ${Math.round(result.p99Ms ?? 0)}  ${result.timed}`] as const]), ['commit', result.commit],
  ];
  return [`${result.name} on ${result.engine}`, ...rows.map(([name, value]) => `  ${name.padEnd(22)} ${value}`), ...result.wrong.map((words) => `  WRONG: ${words}`)].join('\n');
}
