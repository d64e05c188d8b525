import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { backUp } from '../../companion/store/backups.ts';
import { openPgliteDatabase } from '../../companion/store/pglite-database.ts';
import { restore } from '../../companion/store/restore.ts';
import { realWorld, openLog } from '../../companion/world.ts';
import { companionsOf, eventually, type Companions } from './companions.ts';
import { openOutside, raiseFour, untilEnded, wrongs, type Outside } from './story.ts';

let outside: Outside;
let companions: Companions;
beforeEach(async () => {
  outside = await openOutside();
  companions = companionsOf(outside);
});
afterEach(async () => {
  await companions.end();
  await outside.close();
});

const postedOf = (ids: readonly string[]): number => outside.payoneer.payouts().filter(({ reference }) => ids.includes(reference.slice(0, 18))).length;
/** Long enough that no person is asked while the provider keeps still. */
const patient = { giveUpAfterMs: 60_000 };

describe('a store that was lost', () => {
  it('is replaced by an empty one that asks about everything in flight and sends nothing until it knows', async () => {
    const first = await companions.start(companions.folder());
    const inFlight = raiseFour(outside);
    outside.approve(inFlight);
    outside.payoneer.policies.transferredAfterMs = 1_000;
    outside.payoneer.policies.visibleAfterMs = 6_000;
    await eventually(() => expect(postedOf(inFlight)).toBe(4));
    await companions.stop(first);

    const second = await companions.start(companions.folder(), { timing: patient });
    const bound = await second.assembly.store.installation.read();
    expect(bound?.mode).toBe('recovery');
    expect(bound?.epoch).toBeGreaterThan(1);
    const fresh = raiseFour(outside);
    outside.approve(fresh);
    const asks = 'GET /v4/programs/:program/payouts';
    const asked = outside.world.calls.count(asks);
    await eventually(() => expect(outside.world.calls.count(asks)).toBeGreaterThan(asked));
    expect(postedOf(fresh)).toBe(0);
    outside.payoneer.policies.visibleAfterMs = 0;
    await untilEnded(outside, [...inFlight, ...fresh]);
    expect(wrongs(outside, [...inFlight, ...fresh])).toEqual([]);
    expect([...inFlight, ...fresh].map((id) => outside.request(id).Status__c)).toEqual(Array(8).fill('Completed'));
    expect(await second.assembly.store.installation.read()).toMatchObject({ mode: 'normal' });
    expect((await second.assembly.store.issues.open()).map(({ kind }) => kind)).toContain('recovery');
  }, 60_000);
});

describe('a store put back from an older copy', () => {
  it('asks about what was paid after the copy was made, and pays none of it again', async () => {
    const folder = companions.folder();
    const first = await companions.start(folder);
    const before = raiseFour(outside);
    outside.approve(before);
    await untilEnded(outside, before);
    first.assembly.pause(true);
    const after = raiseFour(outside);
    outside.approve(after);
    await eventually(async () => expect(await first.assembly.store.ledger.payments(after)).toHaveLength(4));
    await companions.stop(first);
    const copy = companions.copy(folder);

    const ranOn = await companions.start(folder);
    await untilEnded(outside, after);
    await companions.stop(ranOn);

    const older = await companions.start(copy);
    const fresh = raiseFour(outside);
    outside.approve(fresh);
    await untilEnded(outside, [...before, ...after, ...fresh]);
    expect(wrongs(outside, [...before, ...after, ...fresh])).toEqual([]);
    expect([...after, ...fresh].map((id) => outside.request(id).Status__c)).toEqual(Array(8).fill('Completed'));
    expect((await older.assembly.store.installation.read())?.epoch).toBeGreaterThan(1);
  }, 60_000);

  it('pays nothing again when the copy was made with the submission already decided', async () => {
    const dumps = companions.folder();
    const taken: string[] = [];
    const world = realWorld(openLog('silent'));
    const database = await openPgliteDatabase(companions.folder());
    const copying: typeof fetch = async (input, init) => {
      if (String(input).includes('masspayouts') && !taken.length) taken.push(await backUp(database, dumps, Date.now()));
      return world.fetch(input, init);
    };
    const first = await companions.start('', { given: { database, tools: { ...world, fetch: copying } } });
    // All four in one wave, however slow the machine: the copy knows each of them.
    first.assembly.pause(true);
    const ids = raiseFour(outside);
    outside.approve(ids);
    await eventually(async () => expect(await first.assembly.store.ledger.payments(ids)).toHaveLength(4));
    first.assembly.pause(false);
    await untilEnded(outside, ids);
    await companions.stop(first);
    expect(taken).toEqual([expect.stringContaining(join(dumps, 'quittance-'))]);

    const older = await openPgliteDatabase(companions.folder());
    await restore(older, taken[0] ?? '');
    const second = await companions.start('', { given: { database: older } });
    const fresh = raiseFour(outside);
    outside.approve(fresh);
    await untilEnded(outside, [...ids, ...fresh]);
    await eventually(async () => expect(await second.assembly.store.ledger.paymentsIn(['Completed'])).toHaveLength(8));
    expect(wrongs(outside, [...ids, ...fresh])).toEqual([]);
    expect(postedOf(ids)).toBe(4);
  }, 60_000);
});

describe('a second companion on a store of its own', () => {
  it.each([['the same name', 'companion'], ['another name', 'second']])('with %s pays nothing that the first one pays', async (_, name) => {
    const one = await companions.start(companions.folder());
    const other = await companions.start(companions.folder(), { env: { QUITTANCE_COMPANION_ID: name } });
    const waves = [raiseFour(outside), raiseFour(outside), raiseFour(outside)];
    for (const ids of waves) {
      outside.approve(ids);
      await untilEnded(outside, ids);
    }
    expect(wrongs(outside, waves.flat())).toEqual([]);
    expect(postedOf(waves.flat())).toBe(outside.payoneer.payouts().length);
    for (const companion of [one, other]) expect(await companion.assembly.store.lanes.all()).toEqual(expect.not.arrayContaining([expect.objectContaining({ stoppedBecause: expect.any(String) })]));
  }, 90_000);
});

describe('a store that belongs elsewhere', () => {
  it('does not start for another companion, nor for fewer programs, and says whose it is', async () => {
    const folder = companions.folder();
    await companions.stop(await companions.start(folder));
    await expect(companions.start(folder, { env: { QUITTANCE_COMPANION_ID: 'other' } })).rejects.toThrow(/This store belongs to companion companion, configured is other/);
    await expect(companions.start(folder, { env: { PAYONEER_PROGRAMS: '100200300:USD' } })).rejects.toThrow(/program 100200301:EUR, which is no longer configured/);
    const again = await companions.start(folder);
    expect(await again.assembly.store.installation.read()).toMatchObject({ mode: 'normal', epoch: 1 });
  }, 60_000);

  it('does not start for another provider environment', async () => {
    const folder = companions.folder();
    const companion = await companions.start(folder);
    await companion.db.query("update installation set provider_environment = 'production'");
    await companions.stop(companion);
    await expect(companions.start(folder)).rejects.toThrow(/This store belongs to the provider's production, configured is sandbox/);
  }, 60_000);
});
