import { PGlite } from '@electric-sql/pglite';
import { describe, expect, it } from '@jest/globals';
import { openForgetfulDatabase } from './memory-database.ts';
import { emptyCluster } from './test-empty-database.ts';

describe('the store in memory', () => {
  it('is on the time of no place, takes little memory, begins as the cluster it is given, and forgets', async () => {
    const made = await PGlite.create({ loadDataDir: await emptyCluster() });
    await made.exec('create table before (nth integer); insert into before values (4711)');
    const cluster = await made.dumpDataDir('none');
    await made.close();
    const given = await openForgetfulDatabase(cluster);
    expect(await given.query("select nth, current_setting('timezone') as zone, current_setting('shared_buffers') as buffers from before")).toEqual([{ nth: 4711, zone: 'UTC', buffers: '16MB' }]);
    expect([given.engine, given.url, given.embedded?.dataDir]).toEqual(['pglite', undefined, undefined]);
    await given.query('update before set nth = 0');
    await given.close();
    const again = await openForgetfulDatabase(cluster);
    expect(await again.query('select nth from before')).toEqual([{ nth: 4711 }]);
    await again.close();
  });

  it('is empty where it is given none', async () => {
    const database = await openForgetfulDatabase();
    expect(await database.query("select current_setting('timezone') as zone, (select count(*) from pg_tables where schemaname = 'public') as tables")).toEqual([{ zone: 'UTC', tables: 0 }]);
    await database.close();
  });
});
