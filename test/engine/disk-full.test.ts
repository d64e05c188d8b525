import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import type { EngineDatabase } from '../../companion/store/engine-database.ts';
import { openEmptyDatabase } from '../../companion/store/test-empty-database.ts';
import { openLog, realWorld } from '../../companion/world.ts';
import { pause } from '../flows/eventually.ts';
import { companionsOf, eventually, type Companions } from './companions.ts';
import { openOutside, raiseFour, untilEnded, wrongs, type Outside } from './story.ts';

let outside: Outside;
let companions: Companions;
const unheard: unknown[] = [];
const hear = (reason: unknown): void => void unheard.push(reason);
beforeEach(async () => {
  outside = await openOutside();
  companions = companionsOf(outside);
  unheard.length = 0;
  process.on('unhandledRejection', hear);
});
afterEach(async () => {
  await companions.end();
  await outside.close();
  process.off('unhandledRejection', hear);
});

/** A disk that can be full: then nothing that is written is kept, and reading goes on. */
function fillable(db: EngineDatabase): { readonly db: EngineDatabase; full: boolean; refused: number } {
  const disk = { full: false, refused: 0, db };
  const room = (): void => {
    if (!disk.full) return;
    disk.refused++;
    throw Object.assign(new Error('could not extend file "base/16384/2619": No space left on device'), { code: '53100' });
  };
  const writes = (sql: string): boolean => !/^\s*select\b/i.test(sql);
  const kept = async <T>(sql: string, work: () => Promise<T>): Promise<T> => {
    if (writes(sql)) room();
    return work();
  };
  disk.db = {
    ...db,
    query: (sql, params) => kept(sql, () => db.query(sql, params)),
    script: (sql) => kept(sql, () => db.script(sql)),
    untranslated: (sql, params) => kept(sql, () => db.untranslated(sql, params)),
    transaction: (work) => db.transaction(async () => {
      const done = await work();
      room();
      return done;
    }),
  };
  return disk;
}

describe('a disk that is full when the provider has answered', () => {
  it('ends nothing and sends nothing again, and the provider is asked when there is room', async () => {
    const disk = fillable(await openEmptyDatabase());
    const world = realWorld(openLog('silent'));
    let submissions = 0;
    const filling: typeof fetch = async (input, init) => {
      const response = await world.fetch(input, init);
      if (String(input).includes('masspayouts')) disk.full = ++submissions === 1 || disk.full;
      return response;
    };
    const companion = await companions.start('', { given: { database: disk.db, tools: { ...world, fetch: filling } } });
    const ids = raiseFour(outside);
    outside.approve(ids);
    await eventually(() => expect(disk.refused).toBeGreaterThan(3));
    await pause(1_000);
    expect(submissions).toBeLessThanOrEqual(2);
    expect((await fetch(`${companion.url}/healthz`)).status).toBe(200);
    disk.full = false;
    await untilEnded(outside, ids);
    expect(wrongs(outside, ids)).toEqual([]);
    expect(ids.map((id) => outside.request(id).Status__c)).toEqual(Array(4).fill('Completed'));
    expect(unheard).toEqual([]);
  }, 90_000);
});
