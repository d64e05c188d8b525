import { openLocalWake } from '../../companion/store/local-wake.ts';
import { openForgetfulDatabase } from '../../companion/store/memory-database.ts';
import { openRig, type Rig } from './companion-rig.ts';
import { quickTiming } from './quick-timing.ts';

/**
 * A rig for many short stories: short waits everywhere, and a store that lives in memory but outlives a restart of the companion.
 * Everything else is as users run it: real HTTP, the shipped package, the stand-ins' own rules.
 */
export async function openQuickRig(options: NonNullable<Parameters<typeof openRig>[0]> = {}): Promise<Rig> {
  const database = await openForgetfulDatabase();
  const rig = await openRig({
    ...options,
    database: { ...database, close: () => Promise.resolve() }, wake: (opened, tools) => Promise.resolve(openLocalWake(opened, tools)),
    policies: { acceptedAfterMs: 100, transferredAfterMs: 200, cancelledAfterMs: 150, ...options.policies },
    config: { timing: quickTiming, ...options.config },
  });
  const endRig = rig.end;
  return Object.assign(rig, { end: () => endRig().then(() => database.close()) });
}
