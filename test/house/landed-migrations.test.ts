import { describe, expect, it } from '@jest/globals';
import { readMigrations } from '../../companion/store/migrate.ts';
import { textOf } from './tracked-files.ts';

/** File name to SHA-256 of its text, as the stores out there wrote it down. */
const landed = JSON.parse(textOf('test/house/landed-migrations.json')) as Readonly<Record<string, string>>;

describe('migrations', () => {
  it('that landed are never edited, renamed or left out: a store that has them would refuse to start', () => {
    expect(Object.fromEntries(readMigrations().slice(0, Object.keys(landed).length).map(({ name, checksum }) => [name, checksum]))).toEqual(landed);
  });

  it('are listed as soon as they exist', () => {
    expect(readMigrations().map(({ name }) => name)).toEqual(Object.keys(landed));
  });
});
