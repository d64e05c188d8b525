import { existsSync } from 'node:fs';
import { inWords, ownVariables, type Config, type Environment } from './config.ts';
import type { Connection, Connector, Gate, Tools } from './connectors/connector.ts';
import { Problem } from './domain/problem.ts';

export interface OpenConnection {
  readonly id: string;
  readonly connector: string;
  readonly connection: Connection;
}

async function load(name: string): Promise<Connector> {
  const file = new URL(`./connectors/${name}/index.ts`, import.meta.url);
  if (!existsSync(file)) throw new Problem('invalid', `Companion: config/connections.json names the connector "${name}", which does not exist under companion/connectors.`);
  return ((await import(file.href)) as { default: Connector }).default;
}

/**
 * Opens every configured connection; nothing is called yet. @throws Problem `invalid` naming every missing or wrong variable of all of them.
 */
export async function openConnections(config: Config, env: Environment, tools: Tools, gateFor: (id: string) => Gate): Promise<readonly OpenConnection[]> {
  const wrong: string[] = [];
  const opened: OpenConnection[] = [];
  for (const { id, connector: name, envPrefix } of config.connections) {
    const connector = await load(name);
    const settings = connector.settings.safeParse(ownVariables(env, envPrefix));
    if (settings.success) opened.push({ id, connector: name, connection: connector.open(settings.data, { id, tools, gate: gateFor(id) }) });
    else wrong.push(`${id}:\n${inWords(settings.error, envPrefix)}`);
  }
  if (wrong.length) throw new Problem('invalid', `Companion: the configuration of ${wrong.length === 1 ? 'a connection' : 'some connections'} is not complete.\n${wrong.join('\n')}\nSee config/.env.example.`);
  return opened;
}

/** Why production must not start with these connections, or undefined. */
export function unsafeInProduction(config: Config, connections: readonly OpenConnection[]): string | undefined {
  if (config.environment !== 'production') return undefined;
  for (const { id, connection } of connections) {
    const why = connection.webhooks?.unverifiable();
    if (why) return `Companion: refuses to start in production: webhooks of ${id} could not be verified. ${why}`;
    const ready = connection.readiness?.() ?? 'ready';
    if (ready !== 'ready') return `Companion: refuses to start in production: ${id} lacks ${ready.missing}. ${ready.doThis}`;
  }
  if (!config.publicUrl) return 'Companion: refuses to start in production without QUITTANCE_PUBLIC_URL, the address webhook senders were given: signatures cover it.';
  return undefined;
}
