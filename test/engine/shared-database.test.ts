import { afterEach, describe, expect, it } from '@jest/globals';
import pg from 'pg';
import { environmentBeside } from '../flows/start-beside.ts';
import { startPostgres } from '../store/postgres.ts';
import { openOutside, raiseFour, untilEnded, wrongs, type Outside } from './story.ts';
import { startVictim, type Victim } from '../../scripts/campaign/victim.ts';

let outside: Outside;
let server: Awaited<ReturnType<typeof startPostgres>>;
const alive: Victim[] = [];
afterEach(async () => {
  for (const each of alive.splice(0)) await each.kill();
  await outside.close();
  await server.stop();
});

async function ask<T extends object>(sql: string): Promise<readonly T[]> {
  const client = new pg.Client(server.url);
  await client.connect();
  const { rows } = await client.query<T>(sql);
  await client.end();
  return rows;
}

async function start(): Promise<Victim> {
  const victim = await startVictim({ ...environmentBeside(outside), DATABASE_URL: server.url });
  alive.push(victim);
  return victim;
}

describe('two companions on one database', () => {
  it('share the work, and pay nobody twice while one or the other is killed in the middle of it', async () => {
    outside = await openOutside();
    server = await startPostgres();
    const pair = [await start(), await start()];
    const all: string[] = [];
    let worked = 0;
    for (let round = 0; round < 6; round++) {
      const [mortal, survivor] = round % 2 ? pair.toReversed() : pair;
      if (!mortal || !survivor) throw new Error('There are always two.');
      outside.payoneer.webhooks.target = `${survivor.url}/webhooks/payoneer`;
      const ids = [...raiseFour(outside), ...raiseFour(outside)];
      all.push(...ids);
      await mortal.count(15 + round * 30);
      outside.approve(ids);
      await Promise.race([mortal.gone, untilEnded(outside, ids, 40_000)]);
      // It may have idled beside the other one: then it is killed from outside, wherever it is.
      await mortal.kill();
      worked += (await mortal.gone) === undefined ? 0 : 1;
      pair[pair.indexOf(mortal)] = await start();
      await untilEnded(outside, ids, 40_000);
    }
    // At least one died by its own count, in the middle of its work; who takes which part of it is chance.
    expect(worked).toBeGreaterThan(0);
    expect(wrongs(outside, all)).toEqual([]);
    expect(await ask('select distinct mode from installation')).toEqual([{ mode: 'normal' }]);
    expect((await ask('select distinct planned_by from attempt')).length).toBeGreaterThan(1);
    expect(await ask("select kind from issue where kind in ('recovery', 'reference collision', 'forbidden move')")).toEqual([]);
  }, 240_000);
});
