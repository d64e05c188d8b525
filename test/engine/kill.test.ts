import { afterEach, describe, expect, it } from '@jest/globals';
import type { Engine } from '../../scripts/campaign/figures.ts';
import { openKillChain, type KillChain } from '../../scripts/campaign/kill-chain.ts';

let chain: KillChain | undefined;
afterEach(() => chain?.end(), 120_000);

const evenly = (items: readonly number[], count: number): readonly number[] => items.filter((_, index) => Math.floor((index * count) / items.length) !== Math.floor(((index - 1) * count) / items.length));
const indexes = (calls: readonly string[], of: RegExp): readonly number[] => calls.flatMap((label, index) => (of.test(label) ? [index + 1] : []));

/** Around the money, along the wire, and through the store; `npm run campaign -- kill` takes as many as it is told. */
const sample = (calls: readonly string[]): readonly number[] =>
  [...new Set([...indexes(calls, /masspayouts/), ...evenly(indexes(calls, /^fetch/), 5), ...evenly(indexes(calls, /^(store|step|commit)/), 5)])].toSorted((a, b) => a - b);

describe.each<Engine>(['pglite', 'postgres'])('a companion killed again and again, its store on %s', (engine) => {
  it('pays nobody twice, submits nothing twice and loses nothing', async () => {
    chain = await openKillChain(engine);
    await chain.dryRun();
    const points = sample(await chain.dryRun());
    const kills = [];
    for (const at of points) kills.push(await chain.kill(at));
    expect(kills.filter(({ diedAt }) => diedAt !== undefined).length).toBeGreaterThan(points.length / 2);
    for (const { completed, held } of kills) expect(completed + held).toBe(4);
  }, 480_000);

  it('survives being killed while it starts', async () => {
    chain = await openKillChain(engine);
    await chain.dryRun();
    for (const at of [1, 9, 40]) expect(await chain.killAtStart(at)).toMatchObject({ diedAt: expect.any(String), completed: 4 });
  }, 360_000);
});
