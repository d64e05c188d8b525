import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import type { EngineDatabase } from './engine-database.ts';
import { defaultMaintenance, maintain } from './maintenance.ts';
import { openLedgerStore } from './test-ledger-store.ts';
import { quickDump } from './test-quick-dump.ts';

let opened: Awaited<ReturnType<typeof openLedgerStore>>;
let folder: string;
const told: unknown[] = [];
const at = Date.parse('2026-05-15T00:00:00Z');
const settings = { keepLettersMs: 1_000, keepJournalMs: 2_000, dumpEveryMs: 3_000, keepDumps: 2 };
beforeAll(async () => { opened = await openLedgerStore(); });
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'quittance-maintenance-'));
  opened.clock.at = at;
});
afterEach(async () => {
  rmSync(folder, { recursive: true });
  told.length = 0;
  await opened.database.script('truncate letter, journal');
});
afterAll(() => opened.close());

const tell = (...words: unknown[]): void => void told.push(words);
const maintained = (database: EngineDatabase, more: Partial<typeof settings & { readonly dumpFolder: string }> = {}) => {
  const { now, log } = opened.tools;
  return maintain(database, { now, log: { ...log, debug: tell, info: tell } }, { ...settings, ...more });
};
const forgot = (letters: number, journal: number): unknown[] => ['Store: maintenance forgot what is old.', { letters, journal }];
const backedUp = (path: string, removed: number): unknown[] => ['Store: backed up.', { path, removed }];
const dumpAt = (time: string): string => `quittance-202605${time}Z.sql.gz`;

/** The store in this directory, dumped and tidied up in no time. */
const quick = (dataDir: string): EngineDatabase => ({ ...quickDump(opened.database, dataDir), script: () => Promise.resolve([]) });

/** The store, and every script that was run on it. */
function watched(database: EngineDatabase): { readonly database: EngineDatabase; readonly scripts: string[] } {
  const scripts: string[] = [];
  const script = (sql: string): Promise<readonly unknown[]> => {
    scripts.push(sql);
    return database.script(sql);
  };
  return { database: { ...database, script }, scripts };
}

const letters = (state: string, settledAt: string, count = 1): Promise<unknown> => opened.database.script(`
  insert into letter (connection, event, key, method, url, headers, body, state, received_at, due_at, settled_at)
  select 'payer', 'payout', '${state} ' || n || ' ' || coalesce(${settledAt}, 0), 'POST', '', '[]', '', '${state}', 1, 1, ${settledAt} from generate_series(1, ${count}) n`);
const entries = (madeAt: number, count = 1): Promise<unknown> =>
  opened.database.script(`insert into journal (correlation_id, run_id, flow, step, at) select 'c', 'r', 'f', 's' || n, ${madeAt} from generate_series(1, ${count}) n`);

describe('forgetting', () => {
  it('takes settled letters and the journal, each from the moment it is older than it is kept', async () => {
    for (const state of ['done', 'discarded', 'dead', 'new']) for (const age of [1_000, 1_001]) await letters(state, String(at - age));
    await letters('new', 'null::bigint');
    for (const age of [2_000, 2_001]) await entries(at - age);
    await maintained(opened.database);
    expect(await opened.database.query(`select state, ${at} - settled_at as age from letter order by id`)).toEqual([
      { state: 'done', age: 1_000 }, { state: 'discarded', age: 1_000 }, { state: 'dead', age: 1_000 }, { state: 'dead', age: 1_001 },
      { state: 'new', age: 1_000 }, { state: 'new', age: 1_001 }, { state: 'new', age: null },
    ]);
    expect(await opened.database.query(`select ${at} - at as age from journal`)).toEqual([{ age: 2_000 }]);
    expect(told).toEqual([forgot(2, 1)]);
  });

  it('goes on until nothing old is left', async () => {
    await letters('done', '1', 2_001);
    await entries(1, 4_000);
    await maintained(opened.database);
    expect(await opened.database.query('select (select count(*) from letter) as letters, (select count(*) from journal) as journal')).toEqual([{ letters: 0, journal: 0 }]);
    expect(told).toEqual([forgot(2_001, 4_000)]);
  });

  it('keeps letters for half a year and the journal for two where nothing else is wished', async () => {
    const dayMs = 86_400_000;
    expect(defaultMaintenance).toEqual({ keepLettersMs: 180 * dayMs, keepJournalMs: 730 * dayMs, dumpEveryMs: dayMs, keepDumps: 14 });
    for (const age of [180, 181]) await letters('done', String(at - age * dayMs));
    for (const age of [730, 731]) await entries(at - age * dayMs);
    await maintain(opened.database, opened.tools);
    expect(await opened.database.query('select (select count(*) from letter) as letters, (select count(*) from journal) as journal')).toEqual([{ letters: 1, journal: 1 }]);
  });
});

describe('the maintenance of the embedded store', () => {
  it('does what a server would do in the background', async () => {
    const { database, scripts } = watched(opened.database);
    await maintained(database, { dumpFolder: folder });
    expect(scripts).toEqual(['vacuum (analyze)', 'checkpoint']);
    expect([told, readdirSync(folder)]).toEqual([[forgot(0, 0)], []]);
  });

  it('leaves that to the server where there is one', async () => {
    const { database: { embedded: _, ...server }, scripts } = watched(opened.database);
    await maintained(server, { dumpFolder: folder });
    expect([scripts, told, readdirSync(folder)]).toEqual([[], [forgot(0, 0)], []]);
  });

  it('backs it up into a folder of its own, and again when the last backup is old enough', async () => {
    const database = quick(folder);
    const path = (time: string): string => join(folder, 'dumps', dumpAt(time));
    await maintained(database);
    opened.clock.at += 2_999;
    await maintained(database);
    expect(told).toEqual([forgot(0, 0), backedUp(path('15T000000000'), 0), forgot(0, 0)]);
    for (const seconds of [3, 6]) {
      opened.clock.at = at + seconds * 1_000;
      await maintained(database);
    }
    expect(told.slice(3)).toEqual([forgot(0, 0), backedUp(path('15T000003000'), 0), forgot(0, 0), backedUp(path('15T000006000'), 1)]);
    expect(readdirSync(join(folder, 'dumps')).sort()).toEqual([dumpAt('15T000003000'), dumpAt('15T000006000')]);
  });

  it('backs it up where it is told to, and counts from the newest there is', async () => {
    for (const time of ['14T235957001', '14T235957000']) writeFileSync(join(folder, dumpAt(time)), '');
    const database = quick(join(folder, 'of the store'));
    await maintained(database, { dumpFolder: folder });
    expect(told).toEqual([forgot(0, 0)]);
    opened.clock.at += 1;
    await maintained(database, { dumpFolder: folder });
    expect(readdirSync(folder).sort()).toEqual([dumpAt('14T235957001'), dumpAt('15T000000001')]);
  });
});
