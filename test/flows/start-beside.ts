import { startCompanion, type Companion, type Given } from '../../companion/start.ts';
import { openLocalWake } from '../../companion/store/local-wake.ts';
import { environmentBeside, type Outside } from '../../scripts/campaign/story.ts';

export { environmentBeside };

/** Wake-ups within this process, for a store that nobody else shares. */
export const localWake: NonNullable<Given['wake']> = (database, tools) => Promise.resolve(openLocalWake(database, tools));

/** Starts a companion beside the stand-ins and points the provider's webhooks at it. */
export async function startBeside(outside: Outside, env: Readonly<Record<string, string>>, given: Given): Promise<Companion> {
  const companion = await startCompanion({ ...environmentBeside(outside), ...env }, given);
  outside.payoneer.webhooks.target = `${companion.url}/webhooks/payoneer`;
  return companion;
}
