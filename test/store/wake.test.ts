import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { openInbox } from '../../companion/store/inbox.ts';
import { migrate } from '../../companion/store/migrate.ts';
import { openPgBossWake } from '../../companion/store/pg-boss-wake.ts';
import type { Wake } from '../../companion/store/wake.ts';
import { engines, realTools, sleep, type TestStore } from './world.ts';

describe.each(engines)('wake-ups on $engine', ({ open }) => {
  let store: TestStore;
  let wake: Wake;
  const tools = realTools();
  const jobs = async (): Promise<number> => (await store.database.query<{ n: number }>('select count(*) as n from pgboss.job'))[0]?.n ?? -1;

  beforeAll(async () => {
    store = await open();
    await migrate(store.database, Date.now);
    wake = await openPgBossWake(store.database, tools);
  }, 60_000);
  afterAll(async () => {
    await wake.close();
    await store.stop();
  });

  it('does not hang on the first wake-up of a topic inside a transaction, and removes it with the transaction', async () => {
    const cold = await openPgBossWake(store.database, tools);
    const before = await jobs();
    const inbox = openInbox(store.database, cold, tools);
    await expect(store.database.transaction(async () => {
      await cold.at('timers', tools.now());
      await cold.at('timers', tools.now());
      await cold.at('letters', tools.now() + 600_000);
      await store.database.query("insert into cursor values ('with job', '1', 0)");
    })).resolves.toBeUndefined();
    expect(await jobs()).toBe(before + 2);
    await expect(store.database.transaction(async () => {
      await cold.at('timers', tools.now());
      await store.database.query("insert into cursor values ('no job', '1', 0)");
      throw new Error('rolled back');
    })).rejects.toThrow('rolled back');
    expect(await jobs()).toBe(before + 2);
    expect(await store.database.query("select 1 from cursor where name = 'no job'")).toEqual([]);
    expect((await inbox.counts()).waiting).toBe(0);
    await cold.close();
  });

  it('turns many wake-ups ahead for one topic and second into one job', async () => {
    const before = await jobs();
    const at = Math.ceil(tools.now() / 1000) * 1000 + 900_000;
    for (let index = 0; index < 5; index++) await wake.at('outbox', at + index);
    expect(await jobs()).toBe(before + 1);
  });

  it('starts a turn within 50 ms of the commit where it was committed, and elsewhere by the job when that process never takes it', async () => {
    const worker = await openPgBossWake(store.database, tools);
    const turns: number[] = [];
    await worker.work((topic) => { if (topic === 'letters') turns.push(performance.now()); return Promise.resolve(); });
    await sleep(1_500);
    const waitFor = async (commit: () => Promise<void>): Promise<number> => {
      turns.length = 0;
      await commit();
      const committed = performance.now();
      while (!turns.length && performance.now() - committed < 8_000) await sleep(1);
      return (turns[0] ?? Infinity) - committed;
    };
    const waits: number[] = [];
    for (let round = 0; round < 9; round++) waits.push(await waitFor(() => store.database.transaction(() => worker.at('letters', tools.now()))).finally(() => sleep(60)));
    expect(waits.sort((one, two) => one - two)[4]).toBeLessThan(50);
    await sleep(3_000);
    // `wake` has no worker of its own: as if its process had died right after the commit.
    expect(await waitFor(() => store.database.transaction(() => wake.at('letters', tools.now())))).toBeLessThan(8_000);
    await worker.close();
  });

  it('takes one turn at a time and another for what came meanwhile, also ahead of time', async () => {
    const other = await openPgBossWake(store.database, tools);
    let running = 0;
    let most = 0;
    const turns: number[] = [];
    await other.work(async (topic) => {
      if (topic !== 'timers') return;
      running += 1;
      most = Math.max(most, running);
      turns.push(tools.now());
      await sleep(40);
      running -= 1;
    });
    await sleep(1_200);
    turns.length = 0;
    const due = tools.now() + 300;
    await Promise.all([other.at('timers', due), other.at('timers', tools.now()), sleep(10).then(() => other.at('timers', tools.now()))]);
    await sleep(600);
    await other.close();
    expect(most).toBe(1);
    expect(turns.length).toBeGreaterThanOrEqual(2);
    expect(turns.some((at) => at >= due && at < due + 150)).toBe(true);
  });
});
