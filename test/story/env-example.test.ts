import { readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import { settings as ecb } from '../../companion/connectors/ecb/settings.ts';
import { settings as payoneer } from '../../companion/connectors/payoneer/settings.ts';
import { settings as rateTable } from '../../companion/connectors/rate-table/settings.ts';
import { settings as salesforce } from '../../companion/connectors/salesforce/settings.ts';

const read = (path: string): string => readFileSync(new URL(`../../${path}`, import.meta.url), 'utf8');
const lines = read('config/.env.example').split('\n');
const entries = lines.flatMap((line, at) => {
  const [, name = '', value = ''] = /^([A-Z][A-Z0-9_]*)=(.*)$/.exec(line) ?? [];
  return name ? [{ name, value, comment: lines[at - 1] ?? '' }] : [];
});
const named = entries.map(({ name }) => name);

const prefixed = (prefix: string, shape: object): string[] => Object.keys(shape).map((name) => prefix + name);
const sourcesOf = (...paths: string[]): string => paths.map(read).join('\n');
const known = [
  ...[...read('companion/config.ts').matchAll(/^ {2}(QUITTANCE_[A-Z_]+):/gm)].map(([, name]) => name ?? ''),
  ...[...sourcesOf('companion/store/open-database.ts', 'companion/start.ts', 'companion/main.ts', 'companion/assembly.ts').matchAll(/\benv\.([A-Z][A-Z_]+)/g)].map(([, name]) => name ?? ''),
  ...prefixed('SALESFORCE_', salesforce.shape),
  ...prefixed('ECB_', ecb.shape),
  ...prefixed('PAYONEER_', payoneer.in.shape),
  ...prefixed('RATE_TABLE_', rateTable.shape),
];
/** Without a value, which only the customer has. */
const own: Readonly<Record<string, string>> = {
  SALESFORCE_CLIENT_ID: 'key', SALESFORCE_USERNAME: 'user@example.com', SALESFORCE_PRIVATE_KEY_FILE: 'key.pem',
  PAYONEER_CLIENT_ID: 'id', PAYONEER_CLIENT_SECRET: 'secret', PAYONEER_PROGRAMS: '100200300:USD', PAYONEER_WEBHOOK_SECRET: 'secret',
};
const values = (prefix: string): Record<string, string | undefined> =>
  Object.fromEntries(entries.filter(({ name }) => name.startsWith(prefix)).map(({ name, value }) => [name.slice(prefix.length), own[name] ?? (value === '' ? undefined : value)]));

describe('config/.env.example', () => {
  it('names every variable the code reads', () => {
    expect([...new Set(known)].filter((name) => !named.includes(name))).toEqual([]);
  });

  it('names no variable the code does not read, and none twice', () => {
    expect(named.filter((name, at) => !known.includes(name) || named.indexOf(name) !== at)).toEqual([]);
  });

  it('explains every variable on the line above it', () => {
    expect(entries.filter(({ comment }) => !/^# .{15,}/.test(comment)).map(({ name }) => name)).toEqual([]);
  });

  it('starts a connection as it stands, once the customer has filled in what only they have', () => {
    expect(salesforce.safeParse(values('SALESFORCE_')).error?.issues ?? []).toEqual([]);
    expect(ecb.safeParse(values('ECB_')).error?.issues ?? []).toEqual([]);
    expect(rateTable.safeParse(values('RATE_TABLE_')).error?.issues ?? []).toEqual([]);
    expect(payoneer.safeParse(values('PAYONEER_')).error?.issues ?? []).toEqual([]);
  });
});
