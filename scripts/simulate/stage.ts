import { openOutsideWorld, type OutsideWorld } from '../outside-world.ts';
import { openQuickDatabase } from './quick-database.ts';
import type { EngineDatabase } from '../../companion/store/engine-database.ts';
import { migrate } from '../../companion/store/migrate.ts';
import { EventBus } from '../../sandbox/salesforce/bus.ts';
import { inProcess } from '../../sandbox/kit/in-process.ts';
import { openSimulatedClock, type SimulatedClock } from './simulated-clock.ts';

export const origins = { salesforce: 'https://salesforce.simulated', payoneer: 'https://payoneer.simulated', companion: 'https://companion.simulated', ecb: 'https://ecb.simulated' } as const;
/** A Monday, so that payout dates fall on working days. */
export const startMs = Date.parse('2026-03-02T08:00:00Z');
export const programs = [{ program: '100200300', currency: 'USD', fundsMinor: 0 }, { program: '100200301', currency: 'EUR', fundsMinor: 0 }] as const;

/** What all seeds share, because making it is slow: an org with the package in it, a provider, and a store for each of two companions. */
export interface Stage {
  readonly clock: SimulatedClock;
  readonly outside: OutsideWorld;
  /** The org's event bus. */
  readonly bus: EventBus;
  readonly reach: { readonly salesforce: typeof fetch; readonly payoneer: typeof fetch; readonly ecb: typeof fetch };
  /** Who gets the webhooks now. */
  receiver: typeof fetch;
  /** The store of the first companion, or of the second. */
  store(which: 0 | 1): Promise<Shelf>;
  /** Everything as at the start of a simulation with this seed. */
  reset(seed: number): Promise<void>;
  close(): Promise<void>;
}

/** A store that can be emptied, copied and put back to the copy. */
export interface Shelf {
  readonly db: EngineDatabase;
  empty(): Promise<void>;
  copy(): Promise<void>;
  /** As a machine's disk put back from an older image. False when there is no copy. */
  restore(): Promise<boolean>;
}

const tablesOf = async (db: EngineDatabase): Promise<readonly string[]> =>
  (await db.query<{ name: string }>("select tablename as name from pg_tables where schemaname = 'public' and tablename not like '%migration%' order by array_position(array['payment','batch','attempt'], tablename::text) nulls last, tablename")).map((row) => row.name);

async function openShelf(): Promise<Shelf> {
  const db = await openQuickDatabase();
  await migrate(db, () => startMs);
  const tables = await tablesOf(db);
  const all = tables.join(', ');
  await db.script(`create schema copy; ${tables.map((table) => `create table copy.${table} as select * from public.${table};`).join(' ')} create table copy.versions as select last_value, is_called from outbox_version;`);
  let copied = false;
  return {
    db,
    async empty() {
      copied = false;
      await db.script(`truncate ${all} restart identity cascade; alter sequence outbox_version restart;`);
    },
    async copy() {
      await db.script(`begin; ${tables.map((table) => `delete from copy.${table}; insert into copy.${table} select * from public.${table};`).join(' ')} delete from copy.versions; insert into copy.versions select last_value, is_called from outbox_version; commit;`);
      copied = true;
    },
    async restore() {
      if (copied) await db.script(`begin; truncate ${all} cascade; ${tables.map((table) => `insert into public.${table} overriding system value select * from copy.${table};`).join(' ')} select setval('outbox_version', last_value, is_called) from copy.versions; commit;`);
      return copied;
    },
  };
}

/** Steps of the world's chance before a seed begins, so that seeds draw different numbers from one generator. */
const stepsOf = (seed: number): number => (seed * 7_919) % 20_011;

export async function openStage(): Promise<Stage> {
  const clock = openSimulatedClock(startMs);
  const stage = { receiver: (() => Promise.reject(new TypeError('fetch failed'))) as typeof fetch };
  const outside = openOutsideWorld({ clock, programs, fetch: (input, init) => stage.receiver(input, init), webhookTarget: `${origins.companion}/webhooks/payoneer` });
  const bus = new EventBus(outside.org.org);
  const shelves = new Map<number, Promise<Shelf>>();
  const store = (which: 0 | 1): Promise<Shelf> => {
    const known = shelves.get(which) ?? openShelf();
    shelves.set(which, known);
    return known;
  };
  return Object.assign(stage, {
    clock, outside, store, bus,
    reach: { salesforce: inProcess(outside.org.standIn, outside.world, origins.salesforce), payoneer: inProcess(outside.payoneer.standIn, outside.world, origins.payoneer), ecb: inProcess(outside.ecb.standIn, outside.world, origins.ecb) },
    async reset(seed: number) {
      clock.restart(startMs);
      outside.world.reset();
      for (let step = stepsOf(seed); step > 0; step--) outside.world.random();
      outside.org.standIn.reset?.(outside.world);
      outside.payoneer.standIn.reset?.(outside.world);
      outside.ecb.standIn.reset?.(outside.world);
      outside.org.org.policies.failNextSaves.length = 0;
      bus.reset();
      setUpBooks(outside);
      for (const shelf of shelves.values()) await (await shelf).empty();
    },
    async close() {
      for (const shelf of shelves.values()) await (await shelf).db.close();
    },
  });
}

/** The records an administrator enters once; a reset of the org forgets them. */
function setUpBooks({ fundingAccounts, recipients, save, people }: OutsideWorld): void {
  recipients.clear();
  for (const { program, currency } of programs) {
    const [id = ''] = save('Funding_Account__c', [{ Account_Key__c: `payoneer:sandbox:${program}`, Display_Name__c: `Payoneer ${currency}`, Provider__c: 'payoneer', Program__c: program, Currency__c: currency, Environment__c: 'sandbox', Connection_Key__c: 'payoneer' }], people.admin);
    fundingAccounts.set(program, id);
  }
}
