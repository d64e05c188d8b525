import { openEmptyDatabase } from '../../companion/store/test-empty-database.ts';
import { openRig, type Rig } from './companion-rig.ts';
import { quickTiming } from './quick-timing.ts';
import { localWake } from './start-beside.ts';

type RigOptions = NonNullable<Parameters<typeof openRig>[0]>;

/** The same options with short waits everywhere, at the provider as well, and wake-ups within this process. */
export const quickly = (options: RigOptions): RigOptions => ({
  ...options, wake: localWake,
  policies: { acceptedAfterMs: 100, transferredAfterMs: 200, cancelledAfterMs: 150, ...options.policies },
  config: { timing: quickTiming, ...options.config },
});

/**
 * A rig for many short stories: short waits everywhere, and a store that lives in memory but outlives a restart of the companion.
 * Everything else is as users run it: real HTTP, the shipped package, the stand-ins' own rules.
 */
export async function openQuickRig(options: RigOptions = {}): Promise<Rig> {
  const database = await openEmptyDatabase();
  const rig = await openRig({ ...quickly(options), database: { ...database, close: () => Promise.resolve() } });
  const endRig = rig.end;
  return Object.assign(rig, { end: () => endRig().then(() => database.close()) });
}
