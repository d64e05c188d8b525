import { openField } from './field.ts';
import { openLine } from './line.ts';
import type { Campaign, Rounds } from './rounds.ts';
import { environmentBeside } from './story.ts';
import { startVictim } from './victim.ts';

async function openPostgresRestart(rounds: number, say: (line: string) => void): Promise<Rounds> {
  if (process.env.DATABASE_URL) throw new Error('postgres-restart kills the server. Unset DATABASE_URL, and it starts one of its own.');
  const field = await openField('postgres');
  const { outside, letters, store: { server } } = field;
  const line = await openLine();
  const publicUrl = `http://127.0.0.1:${line.port}`;
  outside.payoneer.webhooks.target = `${publicUrl}/webhooks/payoneer`;
  const companion = await startVictim({ ...environmentBeside(outside), ...field.store.env, QUITTANCE_PUBLIC_URL: publicUrl });
  line.leadTo(Number(new URL(companion.url ?? '').port));
  const stopPosting = letters.keepPosting(publicUrl, field.someReference, 20);
  return {
    async play(nth) {
      const ids = field.approve(2);
      await field.someMoment();
      await server?.kill(nth % 3 === 2 ? 'SIGKILL' : 'SIGQUIT', Math.random() * 2_500);
      const upMs = performance.now();
      const counts = await field.settle(ids);
      if (companion.isGone()) throw new Error('The companion ended because its server was away.');
      const tookMs = Math.round(performance.now() - upMs);
      say(`${nth + 1} of ${rounds}: ${counts.completed} of ${counts.payouts} completed, ${counts.held} on hold, ${tookMs} ms after the server was up; ${letters.count()} letters so far`);
      return { kills: 1, ...counts, timesMs: [tookMs] };
    },
    async judge() {
      await stopPosting();
      return field.judge(companion, () => companion.kill());
    },
    async close() {
      await stopPosting();
      await companion.kill();
      await line.close();
      await field.close();
    },
  };
}

export const postgresRestart: Campaign = {
  name: 'postgres-restart', about: 'PostgreSQL stopped as with -m immediate, or killed -9, in the middle of payouts and webhooks, and started again; the companion stays up',
  engines: ['postgres'], rounds: 12, round: 'a stop of up to 2.5 s in the middle of eight payouts', timed: 'from the server being up again until the eight have ended',
  open: (_engine, rounds, say) => openPostgresRestart(rounds, say),
};
