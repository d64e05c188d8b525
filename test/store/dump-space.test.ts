import { mkdirSync, mkdtempSync, readdirSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, expect, it } from '@jest/globals';
import { backUp } from '../../companion/store/backups.ts';
import type { EngineDatabase } from '../../companion/store/engine-database.ts';
import { openEmptyDatabase } from '../../companion/store/test-empty-database.ts';

let database: EngineDatabase;
let folder: string;
const at = Date.parse('2026-05-01T00:00:00Z');
const earlier = 'quittance-20260430T000000000Z.sql.gz';
const here = 'quittance-20260501T000000000Z.sql.gz';
beforeAll(async () => { database = await openEmptyDatabase(); });
beforeEach(() => { folder = mkdtempSync(join(tmpdir(), 'quittance-dumps-')); });
afterEach(() => rmSync(folder, { recursive: true }));
afterAll(() => database.close());

it('a dump that can\'t be finished leaves nothing behind', async () => {
  mkdirSync(join(folder, here, 'in the way'), { recursive: true });
  await expect(backUp(database, folder, at)).rejects.toMatchObject({ kind: 'refused', message: expect.stringContaining('could not be written') });
  expect(readdirSync(folder)).toEqual([here]);
});

it('what an earlier dump left unfinished is removed by the next one', async () => {
  writeFileSync(join(folder, `${earlier}.part`), 'half');
  writeFileSync(join(folder, 'of somebody else.part'), 'whole');
  await backUp(database, folder, at);
  expect(readdirSync(folder).sort()).toEqual(['of somebody else.part', here]);
});

it('no dump is begun where one as large as the last has no room, and the words say how much is missing', async () => {
  writeFileSync(join(folder, earlier), '');
  truncateSync(join(folder, earlier), 10_000_000_000_000);
  await expect(backUp(database, folder, at)).rejects.toMatchObject({ kind: 'refused', message: expect.stringMatching(/has \d+ MB left, .* needs 10000064 MB\. Make room/) });
  expect(readdirSync(folder)).toEqual([earlier]);
});
