import { openKillChain } from './kill-chain.ts';
import type { Campaign } from './rounds.ts';

/** Every so many rounds it dies while it starts, before it has done anything. */
const startEvery = 10;

/** Multiples of it, less their whole parts, are spread evenly however many there are. */
const goldenSection = 0.6180339887498949;

/** Kill after kill at one call or another, spread evenly over a whole story: each call is a moment just before it is made, or just after it came back. */
export const kill: Campaign = {
  name: 'kill', about: 'one companion killed -9 at call after call of a story of four payouts, an answer of the provider lost in each; another takes over',
  engines: ['pglite', 'postgres'], rounds: 120, round: 'a kill', timed: 'from the kill to the last payout ended',
  async open(engine, rounds, say) {
    const chain = await openKillChain(engine);
    await chain.dryRun();
    const calls = await chain.dryRun();
    say(`${calls.length} calls in a story.`);
    return {
      async play(nth) {
        const atStart = nth % startEvery === startEvery - 1;
        const at = atStart ? 1 + ((nth / startEvery) * 7 | 0) : 1 + Math.floor((((nth + 1) * goldenSection) % 1) * calls.length);
        const { diedAt, completed, held, tookMs } = await (atStart ? chain.killAtStart(at) : chain.kill(at));
        say(`${nth + 1} of ${rounds}: ${atStart ? 'starting, ' : ''}call ${at}, ${diedAt ?? 'not reached'}: ${completed} completed, ${held} on hold`);
        return { payouts: completed + held, completed, held, ...(diedAt === undefined ? {} : { kills: 1, timesMs: [tookMs] }) };
      },
      judge: () => chain.judge(),
      close: () => chain.end(),
    };
  },
};
