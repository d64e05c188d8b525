import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from '@jest/globals';
import { openPgBossWake } from '../../companion/store/pg-boss-wake.ts';
import { openPgliteDatabase } from '../../companion/store/pglite-database.ts';
import { openPostgresDatabase } from '../../companion/store/postgres-database.ts';
import { engines, realTools, sleep } from './world.ts';

const sleeper = fileURLToPath(new URL('sleeper.ts', import.meta.url));

describe.each(engines)('on $engine', ({ open }) => {
  it('a turn whose companion was killed is taken again', async () => {
    const store = await open();
    await store.database.close();
    const child = spawn(process.execPath, [sleeper, store.address], { stdio: ['ignore', 'pipe', 'inherit'] });
    const gone = once(child, 'close');
    await once(child.stdout, 'data');
    child.kill('SIGKILL');
    await gone;
    const database = store.address.startsWith('postgres') ? await openPostgresDatabase(store.address, () => undefined) : await openPgliteDatabase(store.address);
    const wake = await openPgBossWake(database, realTools());
    const turns: string[] = [];
    await wake.work((topic) => Promise.resolve(void turns.push(topic)));
    for (let waited = 0; waited < 300 && !turns.length; waited++) await sleep(100);
    expect(turns).toEqual(['letters']);
    await wake.close();
    await database.close();
    await store.stop();
  }, 60_000);
});
