import { existsSync, mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import type { Log } from '../connectors/connector.ts';
import { ephemeralName, openDatabase, storeSettings, unsafeInProduction } from './open-database.ts';

const disk = (): undefined => undefined;
const memory = (folder: string): string => `tmpfs at ${folder}`;
const nothing = (): void => undefined;
const log: Log = { debug: nothing, info: nothing, warn: nothing, error: nothing };
const accepted = { QUITTANCE_EMBEDDED: 'accepted', QUITTANCE_DATA: '/some/where' };

describe('the settings of the store', () => {
  it('are what is written in the environment', () => {
    expect(storeSettings({ DATABASE_URL: 'postgres://somewhere', ...accepted }, true)).toEqual({ url: 'postgres://somewhere', dataDir: '/some/where', embeddedAccepted: true, production: true });
  });
  it('have a place of their own where nothing is written', () => {
    expect(storeSettings({}, false)).toEqual({ url: undefined, dataDir: resolve('data/store'), embeddedAccepted: false, production: false });
  });
  it('count an empty QUITTANCE_DATA as not set: the store must not lie in the folder the program was started from', () => {
    expect(storeSettings({ QUITTANCE_DATA: '' }, false).dataDir).toBe(storeSettings({}, false).dataDir);
  });
  it('count an empty DATABASE_URL as none, and any other word than "accepted" as no', () => {
    expect(storeSettings({ DATABASE_URL: '', QUITTANCE_EMBEDDED: 'yes' }, true)).toEqual({ ...storeSettings({}, true), url: undefined, embeddedAccepted: false });
  });
});

describe('the choice of a store', () => {
  it('takes the embedded store outside production', () => {
    expect(unsafeInProduction(storeSettings({}, false), memory)).toBeUndefined();
  });
  it('refuses the embedded store in production unless somebody accepted it', () => {
    expect(unsafeInProduction(storeSettings({}, true), disk))
      .toBe('Store: production needs a PostgreSQL server. Set DATABASE_URL, or QUITTANCE_EMBEDDED=accepted when one machine and its disk are enough for you.');
    expect(unsafeInProduction(storeSettings(accepted, true), disk)).toBeUndefined();
  });
  it('refuses a disk that a restart empties even when accepted', () => {
    expect(unsafeInProduction(storeSettings(accepted, true), memory)).toBe('Store: /some/where lies on tmpfs at /some/where, which a restart empties. Mount a volume there, or set DATABASE_URL.');
  });
  it('knows the file systems that forget by their numbers, also where those have a sign', () => {
    expect([0x01021994, 0x858458f6, 0x794c7630, 0x61756673].map(ephemeralName)).toEqual(['tmpfs', 'ramfs', 'overlayfs', 'aufs']);
    expect([0x858458f6 | 0, 0xef53].map(ephemeralName)).toEqual(['ramfs', undefined]);
  });
});

describe('the embedded store', () => {
  const inMemory = '/dev/shm';
  let made: string[];
  beforeEach(() => { made = []; });
  afterEach(() => made.forEach((folder) => rmSync(folder, { recursive: true })));
  const folderIn = (parent: string): string => {
    made.push(mkdtempSync(join(parent, 'quittance-open-')));
    return join(made[0] ?? '', 'of', 'its', 'own');
  };

  (existsSync(inMemory) ? it : it.skip)('is not opened in production where the machine keeps its memory', async () => {
    const folder = folderIn(inMemory);
    await expect(openDatabase(storeSettings({ ...accepted, QUITTANCE_DATA: folder }, true), log))
      .rejects.toMatchObject({ kind: 'refused', message: `Store: ${folder} lies on tmpfs, which a restart empties. Mount a volume there, or set DATABASE_URL.` });
    expect((statSync(folder).mode & 0o777).toString(8)).toBe('700');
  });

  it('is opened in its folder', async () => {
    const folder = folderIn(tmpdir());
    const database = await openDatabase(storeSettings({ QUITTANCE_DATA: folder }, false), log);
    expect([database.engine, database.url, database.embedded?.dataDir]).toEqual(['pglite', undefined, folder]);
    expect(await database.query('select 1 as one')).toEqual([{ one: 1 }]);
    await database.close();
  });
});
