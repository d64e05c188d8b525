import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { readConfig } from './config.ts';
import { Problem } from './domain/problem.ts';

const shipped = (name: string): string => readFileSync(new URL(`../config/${name}`, import.meta.url), 'utf8');
const sandbox = { QUITTANCE_ENVIRONMENT: 'sandbox' };
let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'quittance-config-'));
  for (const name of ['timing.json', 'connections.json', 'pairs.json']) writeFileSync(join(folder, name), shipped(name));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

/** What reading says of a file that holds this text. */
function refusalOf(name: string, text: string): string {
  writeFileSync(join(folder, name), text);
  try {
    readConfig(sandbox, folder);
  } catch (error) {
    expect(error).toBeInstanceOf(Problem);
    return error instanceof Error ? error.message : '';
  }
  return 'was read';
}

describe('the configuration', () => {
  it('is read as it was shipped', () => {
    expect(readConfig(sandbox, folder)).toMatchObject({ environment: 'sandbox', publicUrl: undefined, pairs: [{ flow: 'mass-payout' }, { flow: 'recipient-sync' }, { flow: 'payment-received' }] });
  });

  it.each(['https://pay.example.com/', 'https://pay.example.com//', 'https://pay.example.com'])('takes %s for the address without a slash at its end: signatures cover what follows it once', (given) => {
    expect(readConfig({ ...sandbox, QUITTANCE_PUBLIC_URL: given }, folder).publicUrl).toBe('https://pay.example.com');
  });

  it('holds exactly one pair that pays, and one for each flow, and says so otherwise', () => {
    const [pair, receipts] = JSON.parse(shipped('pairs.json')) as [Record<string, unknown>, Record<string, unknown>];
    expect(refusalOf('pairs.json', JSON.stringify([pair, receipts, { ...receipts, name: 'third' }]))).toMatch(/names a flow twice/s);
    expect(refusalOf('pairs.json', '[]')).toMatch(/pairs\.json.*exactly one pair/s);
    expect(refusalOf('pairs.json', JSON.stringify([pair, { ...pair, name: 'second' }]))).toMatch(/exactly one pair.*companion of its own/s);
  });

  it.each([
    ['timing.json', '{"sandbox": {"sweepMs": "soon"}}', /timing\.json is not as it should be.*sandbox\.sweepMs/s],
    ['timing.json', '{', /timing\.json can't be read as JSON/],
    ['pairs.json', '[{"name": "one"}]', /pairs\.json is not as it should be.*0\.flow/s],
    ['connections.json', '{}', /connections\.json is not as it should be/],
  ])('says in words what is wrong with %s: %s', (name, text, words) => {
    expect(refusalOf(name, text)).toMatch(words);
  });

  it('says in words that a file is missing', () => {
    rmSync(join(folder, 'timing.json'));
    expect(() => readConfig(sandbox, folder)).toThrow(/timing\.json can't be read.*Restore it/s);
  });
});
