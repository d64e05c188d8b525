import type { Capability, Connection } from '../connectors/connector.ts';
import type { EventName, Events } from '../domain/events.ts';
import type { Desk } from './desk.ts';
import type { Cast, Flow, Roles, Run } from './flow.ts';
import type { Noted } from './noted.ts';
import type { Office } from './office.ts';

/** A flow with its roles filled: what config/pairs.json binds. */
export interface Playing {
  readonly name: string;
  readonly legs: Flow['legs'];
  readonly players: Readonly<Record<string, unknown>>;
}

/**
 * Fills a flow's roles from connections. @throws Error naming the role that nothing configured can play.
 */
export function castFlow(flow: Pick<Flow, 'name' | 'roles'> & { readonly legs: object }, cast: Readonly<Record<string, Connection | undefined>>): Playing {
  const players = Object.fromEntries(
    Object.entries(flow.roles).map(([role, need]) => {
      const capability: Capability = typeof need === 'string' ? need : need.optional;
      const player = cast[role]?.[capability];
      if (!player && typeof need === 'string')
        throw new Error(`Companion: nothing configured can play "${role}" of ${flow.name} (needs ${capability}). Name a connection for it in config/pairs.json.`);
      return [role, player];
    }),
  );
  // The table of legs is typed per flow; the engine calls them all through the general face, with exactly the players checked above.
  return { name: flow.name, legs: flow.legs, players };
}

/** Runs one leg with events that came together, journaling its numbered steps. */
export async function runLeg<E extends EventName>(office: Office, desk: Desk, playing: Playing, event: E, events: readonly Events[E][]): Promise<void> {
  const leg = playing.legs[event];
  if (!leg) return;
  const { store, tools } = office;
  const id = `${event}-${tools.now().toString(36)}-${Math.floor(tools.random() * 1e9).toString(36)}`;
  const record = async (step: string, of: readonly Noted[]): Promise<void> => {
    await store.journal.record({ runId: id, flow: playing.name, step, at: tools.now(), of });
    // One correlation id, the Payment Request's, from approval to write-back.
    for (const noted of of) tools.log.info(step, { correlationId: noted.id, flow: playing.name, run: id });
  };
  const run: Run = {
    id, tools, desk,
    async step(title, work, of, more) {
      const result = await work();
      if (more) await record(more.before.title, more.before.of(result));
      await record(title, of(result));
      return result;
    },
  };
  await leg({ ...run, ...playing.players } as Run & Cast<Roles>, events);
}
