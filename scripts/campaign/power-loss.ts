import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { seededRandom } from '../../sandbox/kit/random.ts';
import { openField } from './field.ts';
import { diskBefore, losePower, type DiskBefore } from './lost-power.ts';
import type { Campaign, Rounds } from './rounds.ts';
import { environmentBeside, loseAnAnswer } from './story.ts';
import { startVictim, type Victim } from './victim.ts';

const recorder = fileURLToPath(new URL('recorded-disk.ts', import.meta.url));
/** The store is cleaned and checkpointed this often, so that the power fails then too. */
const maintenanceMs = 20_000;

/** Companions on one folder, one after the other, each recorded from its first write to the failure of the power. */
async function openPowerLoss(rounds: number, say: (line: string) => void): Promise<Rounds> {
  const field = await openField('pglite');
  const { outside, letters, store } = field;
  const notes = mkdtempSync(join(tmpdir(), 'quittance-disk-'));
  const [data, copy, recording] = [join(store.folder, 'pgdata'), join(notes, 'before'), join(notes, 'recording')];
  const env = { ...environmentBeside(outside), ...store.env, VICTIM_TIMING: JSON.stringify({ maintenanceMs }), RECORD_FOLDER: data, RECORD_FILE: recording, NODE_OPTIONS: `--import ${recorder}` };
  let before: DiskBefore | undefined;
  let victim: Victim | undefined;
  const start = async (recorded: boolean): Promise<Victim> => {
    rmSync(recording, { force: true });
    if (recorded) before = diskBefore(data, copy);
    victim = await startVictim(recorded ? env : { ...env, NODE_OPTIONS: '' });
    outside.payoneer.webhooks.target = `${victim.url ?? ''}/webhooks/payoneer`;
    return victim;
  };
  await (await start(false)).kill();
  await start(true);
  return {
    async play(nth) {
      loseAnAnswer(outside);
      const stopPosting = letters.keepPosting(victim?.url ?? '', field.someReference, 10);
      const ids = field.approve(2);
      await field.someMoment();
      await victim?.kill();
      await stopPosting();
      if (!before) throw new Error('The disk was not recorded.');
      const loss = losePower(data, before, recording, seededRandom((nth + 1) * 7_919));
      const darkMs = performance.now();
      await start(true);
      const counts = await field.settle(ids);
      const tookMs = Math.round(performance.now() - darkMs);
      say(`${nth + 1} of ${rounds}: ${loss.unsynced} unsynced writes, ${loss.dropped} dropped, ${loss.torn} torn, ${loss.undone} creations or renames undone: ${counts.completed} of ${counts.payouts} completed, ${counts.held} on hold; ${letters.count()} letters so far`);
      return { kills: 1, ...counts, timesMs: [tookMs] };
    },
    judge: () => field.judge({ url: victim?.url }, async () => victim?.kill()),
    async close() {
      await victim?.kill();
      await field.close();
      rmSync(notes, { recursive: true, force: true });
    },
  };
}

export const powerLoss: Campaign = {
  name: 'power-loss', about: 'the embedded store on a disk that keeps only what was synced: the rest is dropped or torn as an ext4 or XFS would, and a companion starts on what is left',
  engines: ['pglite'], rounds: 30, round: 'a power failure in the middle of eight payouts and of webhooks', timed: 'from power until the eight have ended',
  open: (_engine, rounds, say) => openPowerLoss(rounds, say),
};
