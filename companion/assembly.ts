import { randomBytes } from 'node:crypto';
import { join } from 'node:path';
import type { Config, Environment } from './config.ts';
import { openConnections, unsafeToStart, type OpenConnection } from './connections.ts';
import type { Connection, Consent, PayoutBooks, Payouts, Tools, Webhooks } from './connectors/connector.ts';
import type { InboundEvent } from './domain/events.ts';
import { Problem } from './domain/problem.ts';
import { openEngine, type Engine } from './engine/engine.ts';
import { gateSettings, openGate, type WatchedGate } from './engine/gate.ts';
import { openHandedOut } from './engine/handed-out.ts';
import type { Office } from './engine/office.ts';
import { castFlow } from './engine/run.ts';
import { firstLoad } from './flows/first-load.ts';
import { flows } from './flows/index.ts';
import { rehearsal } from './flows/rehearsal.ts';
import type { Database } from './store/database.ts';
import { openGateTable } from './store/gate-table.ts';
import { keepFileIn } from './store/kept-files.ts';
import { storeSettings } from './store/open-database.ts';
import { openStore, type Store } from './store/store.ts';
import { openVault, vaultKeysOf } from './store/vault.ts';
import type { Wake } from './store/wake.ts';

export interface Assembly {
  readonly engine: Engine;
  readonly store: Store;
  readonly office: Office;
  readonly books: PayoutBooks;
  readonly payer: Payouts;
  readonly connections: readonly OpenConnection[];
  /** The flows that run, by name. */
  readonly played: readonly string[];
  /** By connection id, those that send webhooks. */
  readonly senders: Readonly<Record<string, Webhooks>>;
  /** By connection id, those an account holder can let us look at. */
  readonly consents: Readonly<Record<string, Consent>>;
  /** Says where our own door is reached from outside: links lead there. */
  doorAt(url: string): void;
  /** Turns a switch for tests and operators: nothing is sent while it is on. */
  pause(on: boolean): void;
  close(): Promise<void>;
}

/** Reads wake-ups back as they were kept. */
const eventReader: Pick<Webhooks, 'read'> = { read: (request) => [JSON.parse(Buffer.from(request.body).toString('utf8')) as InboundEvent] };

/**
 * Joins store, connections and flows into one engine, without opening a socket or starting anything.
 * @throws Problem `invalid` when a role can't be played, `refused` when it would be unsafe to start.
 */
export async function assemble(config: Config, env: Environment, world: { readonly db: Database; readonly wake: Wake; readonly tools: Tools; readonly holder: string; readonly stop?: AbortSignal }): Promise<Assembly> {
  const { db, wake, tools, holder, stop } = world;
  const gates: WatchedGate[] = [];
  const gateFor = (id: string): WatchedGate => {
    const gate = openGate(id, openGateTable(db, id), tools, gateSettings({ perSecond: config.callsPerSecond, burst: Math.max(10, config.callsPerSecond * 2) }));
    gates.push(gate);
    return gate;
  };
  const keys = vaultKeysOf(config.secretKeys);
  const connections = await openConnections(config, env, tools, gateFor, (id) => openVault(db, id, keys, tools, () => randomBytes(12)));
  const unsafe = unsafeToStart(config, connections);
  if (unsafe) throw new Problem('refused', unsafe);
  const store = openStore(db, wake, tools, config.timing);
  const byId = new Map(connections.map((open) => [open.id, open]));
  const playing = config.pairs.flatMap(({ flow: first, beside, cast }) => [first, ...beside].map((name) => ({ name, cast }))).map(({ name, cast }) => {
    const flow = flows.find((candidate) => candidate.name === name);
    if (!flow) throw new Problem('invalid', `Companion: config/pairs.json names the flow "${name}", which does not exist.`);
    // The flows have each their own roles; what plays them is checked there.
    return castFlow(flow, Object.fromEntries(Object.entries(cast).map(([role, id]) => [role, byId.get(id)?.connection])));
  });
  for (const { name } of flows.filter((flow) => !playing.some((played) => played.name === flow.name))) tools.log.info(`Companion: the flow ${name} is off, for config/pairs.json does not name it.`);
  const paid = config.pairs.find(({ flow }) => flow === 'mass-payout')?.cast ?? {};
  const [booksId, payerId] = [paid['books'] ?? '', paid['payer'] ?? ''];
  const players = playing.find(({ name }) => name === 'mass-payout')?.players;
  const [books, payer] = [players?.['books'] as PayoutBooks, players?.['payer'] as Payouts];
  // What can be paid can be rehearsed, by the same connections in roles that can't send.
  playing.push(castFlow(rehearsal, Object.fromEntries(Object.entries(paid).map(([role, id]) => [role, byId.get(id)?.connection]))));
  const receiverId = config.pairs.find(({ flow }) => flow === 'payment-received')?.cast.receiver;
  // No pair names it: whoever keeps the books is asked, once in the life of a store, what they held before.
  const history = byId.get(booksId)?.connection.history;
  const standing = history ? [castFlow(firstLoad, { history: { history } })] : [];
  let paused = config.paused;
  let door: string | undefined;
  const office: Office = {
    store, tools, timing: config.timing, finance: config.finance, holder, handedOut: openHandedOut(), askedToReserve: openHandedOut(), companionId: config.companionId, payerId, booksId, receiverId, door: () => door,
    keyPrefix: `${byId.get(payerId)?.connector ?? ''}:${payer.environment}`, killed: () => paused, stopping: () => stop?.aborted ?? false, quota: () => books.quota(),
    history, exportAbove: config.bulkAbove, keepFile: keepFileIn(join(storeSettings(env, false).dataDir, 'reports')),
  };
  const senders = Object.fromEntries(connections.flatMap(({ id, connection }) => (connection.webhooks ? [[id, connection.webhooks]] : [])));
  const consents = Object.fromEntries(connections.flatMap(({ id, connection }) => (id === receiverId && connection.consent ? [[id, connection.consent]] : [])));
  const readers = Object.fromEntries(connections.map(({ id, connection }) => [id, connection.webhooks ?? eventReader]));
  const closable: readonly Connection[] = connections.map(({ connection }) => connection);
  return {
    engine: openEngine(office, [...playing, ...standing], readers), store, office, books, payer, connections, senders, consents, played: playing.map(({ name }) => name),
    doorAt(url) {
      door = url;
    },
    pause(on) {
      paused = on;
    },
    async close() {
      await Promise.all(closable.map(async (connection) => connection.close?.()));
      await Promise.all(gates.map((gate) => gate.close()));
    },
  };
}
