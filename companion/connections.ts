import { existsSync } from 'node:fs';
import { inWords, ownVariables, type Config, type Environment } from './config.ts';
import type { Connection, Connector, Gate, Tools, Vault } from './connectors/connector.ts';
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
export async function openConnections(config: Config, env: Environment, tools: Tools, gateFor: (id: string) => Gate, vaultFor: (id: string) => Vault | undefined = () => undefined): Promise<readonly OpenConnection[]> {
  const wrong: string[] = [];
  const opened: OpenConnection[] = [];
  for (const { id, connector: name, envPrefix } of config.connections) {
    const connector = await load(name);
    const settings = connector.settings.safeParse(ownVariables(env, envPrefix));
    if (settings.success) opened.push({ id, connector: name, connection: connector.open(settings.data, { id, tools, gate: gateFor(id), vault: vaultFor(id) }) });
    else wrong.push(`${id}:\n${inWords(settings.error, envPrefix)}`);
  }
  if (wrong.length) throw new Problem('invalid', `Companion: the configuration of ${wrong.length === 1 ? 'a connection' : 'some connections'} is not complete.\n${wrong.join('\n')}\nSee config/.env.example.`);
  return opened;
}

/** Why these connections must not be started: real money on a sandbox's rules and waits, or a production that could not be trusted. Undefined when they may. */
export function unsafeToStart(config: Config, connections: readonly OpenConnection[]): string | undefined {
  if (config.environment === 'production') return unsafeInProduction(config, connections);
  const live = connections.find(({ connection }) => connection.payouts?.environment === 'production');
  return live && `Companion: refuses to start: ${live.id} pays real money and QUITTANCE_ENVIRONMENT is ${config.environment}, which asks too early, gives up too early and skips the safety rules. Set QUITTANCE_ENVIRONMENT=production, or use the provider's sandbox.`;
}

function unsafeInProduction(config: Config, connections: readonly OpenConnection[]): string | undefined {
  for (const { id, connection } of connections) {
    const why = connection.webhooks?.unverifiable();
    if (why) return `Companion: refuses to start in production: webhooks of ${id} could not be verified. ${why}`;
    const ready = connection.readiness?.() ?? 'ready';
    if (ready !== 'ready') return `Companion: refuses to start in production: ${id} lacks ${ready.missing}. ${ready.doThis}`;
  }
  if (!config.publicUrl) return 'Companion: refuses to start in production without QUITTANCE_PUBLIC_URL, the address webhook senders were given: signatures cover it.';
  return undefined;
}
