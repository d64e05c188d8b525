import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Office } from '../../companion/engine/office.ts';
import { finishRecovery } from '../../companion/engine/recover.ts';
import { openLocalWake } from '../../companion/store/local-wake.ts';
import { migrate } from '../../companion/store/migrate.ts';
import { openStore } from '../../companion/store/store.ts';
import { attemptRow, batchRow, paymentRow, requestId } from '../../companion/store/test-ledger-store.ts';
import { engines, realTools, sleep, type TestStore } from './world.ts';

describe.each(engines)('a recovery that another instance begins while one is being ended, on $engine', ({ open }) => {
  let held: TestStore;
  beforeAll(async () => {
    held = await open();
    await migrate(held.database, Date.now);
  }, 60_000);
  afterAll(() => held.stop());

  it('is not ended by the look that began before it', async () => {
    const tools = realTools();
    const store = openStore(held.database, openLocalWake(held.database, tools), tools, { writeDelayMs: 0 });
    const { db, installation, ledger } = store;
    await installation.bind({ companionId: 'companion', orgId: 'org', orgIsSandbox: true, providerEnvironment: 'sandbox', programs: [], epoch: 1, mode: 'recovery', boundAt: 1 });
    await ledger.takeUp([paymentRow(1)], 'Outcome Unknown');
    const [looked, begun] = [Promise.withResolvers<void>(), Promise.withResolvers<void>()];
    const another = looked.promise.then(() => db.transaction(async () => {
      await installation.beginEpoch(2, 1);
      await installation.setMode('recovery');
      await ledger.plan([batchRow], [attemptRow(1, { stage: 'unknown', posted: 2 })]);
    })).then(() => begun.resolve());
    const { onHold } = ledger;
    const slow = { ...ledger, onHold: async (ids: readonly string[]) => {
      const rows = await onHold(ids);
      looked.resolve();
      await Promise.race([begun.promise, sleep(500)]);
      return rows;
    } };
    await finishRecovery({ store: { ...store, ledger: slow }, tools } as unknown as Office);
    await another;
    expect((await ledger.attemptsIn(['unknown'])).map((row) => row.requestId)).toEqual([requestId(1)]);
    expect(await installation.read()).toMatchObject({ epoch: 2, mode: 'recovery' });
  });
});
