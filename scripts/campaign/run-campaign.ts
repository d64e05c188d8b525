import { writeFileSync } from 'node:fs';
import { commitOf } from '../proof/source-state.ts';
import { percentile } from '../proof/percentile.ts';
import { added, noFigures, type Engine, type Figures } from './figures.ts';
import type { Campaign } from './rounds.ts';

/** What is kept of a campaign, as JSON. */
export interface CampaignResult extends Figures {
  readonly name: string;
  /** What it does to its victim. */
  readonly about: string;
  readonly engine: Engine;
  /** Rounds played and rounds wanted: fewer when it was stopped, or could not go on. */
  readonly rounds: number;
  readonly of: number;
  /** False while it is under way, and for ever when it was killed: what the witnesses say at the end is not in it. */
  readonly judged: boolean;
  readonly seconds: number;
  readonly timed: string;
  /** How many were timed. */
  readonly times: number;
  readonly p50Ms: number | null;
  readonly p99Ms: number | null;
  readonly commit: string;
  readonly endedAt: string;
}

export interface CampaignWish {
  readonly campaign: Campaign;
  readonly engine: Engine;
  readonly rounds: number;
  /** Where the result is kept after every round. */
  readonly out?: string;
  readonly say: (line: string) => void;
  /** Ends it after the round that is being played; what was played is judged. */
  readonly stop?: AbortSignal;
}

const wordsOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));

const failed = (where: string, error: unknown): Partial<Figures> => ({ wrong: [`${where}: ${wordsOf(error)}`] });

/** Plays a campaign to its end, or until something is so wrong that it can't go on, and judges what came of it. */
export async function runCampaign({ campaign, engine, rounds, out, say, stop }: CampaignWish): Promise<CampaignResult> {
  let figures: Figures = noFigures;
  let [played, judged] = [0, false];
  const commit = commitOf();
  const startedAt = performance.now();
  const result = (): CampaignResult => ({
    name: campaign.name, about: campaign.about, engine, rounds: played, of: rounds, judged, ...figures, seconds: Math.round((performance.now() - startedAt) / 1000), timed: campaign.timed, times: figures.timesMs.length,
    timesMs: figures.timesMs.length > 400 ? [] : figures.timesMs, p50Ms: percentile(figures.timesMs, 50) ?? null, p99Ms: percentile(figures.timesMs, 99) ?? null, commit, endedAt: new Date().toISOString(),
  });
  const keep = (): void => void (out !== undefined && writeFileSync(out, `${JSON.stringify(result(), null, 1)}\n`));
  const count = (more: Partial<Figures>): void => {
    figures = added(figures, more);
    for (const wrong of more.wrong ?? []) say(`WRONG: ${wrong}`);
  };
  const stage = await campaign.open(engine, rounds, say);
  try {
    while (played < rounds && !stop?.aborted) {
      count(await stage.play(played));
      played++;
      keep();
    }
  } catch (error) {
    count(failed(`round ${played + 1}`, error));
  }
  // Whatever broke a round: who was paid twice, and what was lost, the witnesses are asked all the same.
  try {
    count(await stage.judge());
    judged = true;
  } catch (error) {
    count(failed('judging', error));
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
