import { startCompanion, type Companion, type Given } from '../../companion/start.ts';
import { openLocalWake } from '../../companion/store/local-wake.ts';
import type { serveOutsideWorld } from '../../scripts/outside-world.ts';

type Outside = Awaited<ReturnType<typeof serveOutsideWorld>>;

/** A companion's variables beside these stand-ins: on any free port, silent unless TEST_LOG says otherwise, and with no need to spare the provider. */
export const environmentBeside = (outside: Outside): Record<string, string> => ({
  ...outside.companionEnv(outside.urls), QUITTANCE_PORT: '0', QUITTANCE_LOG: process.env.TEST_LOG ?? 'silent', QUITTANCE_CALLS_PER_SECOND: '500',
});

/** Wake-ups within this process, for a store that nobody else shares. */
export const localWake: NonNullable<Given['wake']> = (database, tools) => Promise.resolve(openLocalWake(database, tools));

/** Starts a companion beside the stand-ins and points the provider's webhooks at it. */
export async function startBeside(outside: Outside, env: Readonly<Record<string, string>>, given: Given): Promise<Companion> {
  const companion = await startCompanion({ ...environmentBeside(outside), ...env }, given);
  outside.payoneer.webhooks.target = `${companion.url}/webhooks/payoneer`;
  return companion;
}
