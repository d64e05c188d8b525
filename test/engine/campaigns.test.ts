import { afterEach, describe, expect, it } from '@jest/globals';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { backlog, openBacklog } from '../../scripts/campaign/backlog.ts';
import type { Engine } from '../../scripts/campaign/figures.ts';
import { kill } from '../../scripts/campaign/kill.ts';
import { networkCut } from '../../scripts/campaign/network-cut.ts';
import { postgresRestart } from '../../scripts/campaign/postgres-restart.ts';
import { powerLoss } from '../../scripts/campaign/power-loss.ts';
import type { Campaign } from '../../scripts/campaign/rounds.ts';
import { runCampaign, type CampaignResult } from '../../scripts/campaign/run-campaign.ts';
import { twoInstances } from '../../scripts/campaign/two-instances.ts';
import { openWebhooks, webhooks } from '../../scripts/campaign/webhooks.ts';

const folder = mkdtempSync(join(tmpdir(), 'quittance-campaigns-'));
afterEach(() => rmSync(join(folder, 'out.json'), { force: true }));

const play = (campaign: Campaign, engine: Engine, rounds: number): Promise<CampaignResult> => runCampaign({ campaign, engine, rounds, say: () => undefined, out: join(folder, 'out.json') });
const clean = { paidTwice: 0, lost: 0, stuck: 0, wrong: [] };
/** The same with less in a round. */
const smaller = (campaign: Campaign, open: Campaign['open']): Campaign => ({ ...campaign, open });

describe('a short round of each campaign', () => {
  it.each<{ campaign: Campaign; engine: Engine; rounds: number }>([
    { campaign: kill, engine: 'pglite', rounds: 4 }, { campaign: twoInstances, engine: 'postgres', rounds: 2 }, { campaign: powerLoss, engine: 'pglite', rounds: 2 },
    { campaign: postgresRestart, engine: 'postgres', rounds: 2 }, { campaign: networkCut, engine: 'postgres', rounds: 2 },
  ])('$campaign.name: each debt is paid once, and nothing acknowledged is lost', async ({ campaign, engine, rounds }) => {
    const result = await play(campaign, engine, rounds);
    expect(result).toMatchObject({ ...clean, rounds });
    expect(result.kills).toBeGreaterThan(0);
    expect(result.completed + result.held).toBe(result.payouts);
  }, 240_000);

  it.each<Engine>(['pglite', 'postgres'])('backlog on %s: what was acknowledged while nothing could be worked off is processed after a kill', async (engine) => {
    const result = await play(smaller(backlog, (on, _rounds, say) => openBacklog(on, 300, say)), engine, 1);
    expect(result).toMatchObject({ ...clean, kills: 2, completed: 40, held: 0 });
    expect(result.letters).toBeGreaterThanOrEqual(300);
  }, 240_000);

  it.each<Engine>(['pglite', 'postgres'])('webhooks on %s: every acknowledged letter is found processed after a kill', async (engine) => {
    const result = await play(smaller(webhooks, (on, _rounds, say) => openWebhooks(on, 3, say)), engine, 1);
    expect(result).toMatchObject({ ...clean, kills: 1 });
    expect(result.letters).toBeGreaterThan(0);
  }, 240_000);
});

describe('a campaign', () => {
  /** Rounds that count themselves, without a companion. */
  const counted = (wrong: readonly string[], failAt = Infinity): Campaign => ({
    name: 'counted', about: '', engines: ['pglite'], rounds: 4, round: '', timed: 'nothing',
    open: async () => ({
      play: async (nth) => (nth === failAt ? Promise.reject(new Error('it broke')) : { kills: 1, payouts: 8, completed: 8, timesMs: [nth] }),
      judge: async () => ({ wrong }),
      close: async () => undefined,
    }),
  });

  it('keeps its figures after every round, and asks the witnesses though a round broke', async () => {
    expect(await play(counted(['PR-1: paid 2 times'], 2), 'pglite', 4)).toMatchObject({ rounds: 2, of: 4, kills: 2, judged: true, wrong: ['round 3: it broke', 'PR-1: paid 2 times'] });
    expect(JSON.parse(readFileSync(join(folder, 'out.json'), 'utf8'))).toMatchObject({ rounds: 2, payouts: 16, judged: true });
    expect(await play(counted([]), 'pglite', 4)).toMatchObject({ rounds: 4, kills: 4, times: 4, timesMs: [0, 1, 2, 3], p50Ms: 1, p99Ms: 3 });
  });

  it('says that the witnesses could not be asked', async () => {
    const silent: Campaign = { ...counted([]), open: async () => ({ play: async () => ({ kills: 1 }), judge: () => Promise.reject(new Error('no rest')), close: async () => undefined }) };
    expect(await play(silent, 'pglite', 1)).toMatchObject({ rounds: 1, judged: false, wrong: ['judging: no rest'] });
  });

  it('ends after a round when told so, and judges what was played', async () => {
    const enough = new AbortController();
    const stopping: Campaign = { ...counted([]), open: async () => ({ play: async () => (enough.abort(), { kills: 1 }), judge: async () => ({ letters: 7 }), close: async () => undefined }) };
    expect(await runCampaign({ campaign: stopping, engine: 'pglite', rounds: 4, say: () => undefined, stop: enough.signal })).toMatchObject({ rounds: 1, of: 4, kills: 1, letters: 7 });
  });

  it('says what the witnesses found wrong', async () => {
    expect(await play(counted(['PR-1 was paid twice']), 'pglite', 1)).toMatchObject({ wrong: ['PR-1 was paid twice'] });
  });
});
