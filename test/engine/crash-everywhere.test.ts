import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { openCrashRounds, type CrashRounds } from './crash-rounds.ts';

/** Every call over the wire, and every so many of the commits between them; `crash-campaign.ts` takes them all. */
const everyCommit = 7;

/** Whether the world differs after this call: a call over the wire, a commit, a statement that writes by itself. A step counts with its commit. */
const leavesTrace = (label: string): boolean => /^(fetch |commit after|store after: (?!select))/i.test(label);

const spread = (calls: readonly string[]): readonly number[] => {
  const traces = calls.flatMap((label, index) => (leavesTrace(label) ? [index + 1] : []));
  return traces.filter((at, index) => index % everyCommit === 0 || /masspayouts|composite/.test(calls[at - 1] ?? ''));
};

describe('a companion that dies at a call, and one that takes over', () => {
  let rounds: CrashRounds;
  let calls: readonly string[];
  beforeAll(async () => {
    rounds = await openCrashRounds();
    calls = await rounds.dryRun();
  }, 60_000);
  afterAll(() => rounds.end());

  it('is the same story each time, so that a call names a moment', async () => {
    expect(await rounds.dryRun()).toEqual(calls);
    expect(calls.filter((label) => label.startsWith('fetch before: POST /v4/programs')).length).toBe(2);
  });

  it('pays nobody twice and leaves nobody behind, wherever it dies', async () => {
    for (const at of spread(calls)) expect(await rounds.crashAt(at)).toMatchObject({ diedAt: calls[at - 1] });
  }, 480_000);

  it('pays nobody twice when the one that takes over dies too', async () => {
    const sent = calls.findIndex((label) => label.startsWith('fetch after: POST /v4/programs')) + 1;
    const second = spread(await rounds.dryRunAfter(sent)).filter((_, index) => index % 4 === 0);
    expect(second.length).toBeGreaterThan(2);
    for (const at of second) expect(await rounds.crashAt(sent, at)).toMatchObject({ completed: 4, held: 0 });
  }, 120_000);

  it('asks a person, and pays nobody, when it dies between the reservation and the submission', async () => {
    const about = calls.findIndex((label) => label.startsWith('fetch before: POST /v4/programs')) + 1;
    const { completed, held } = await rounds.crashAt(about);
    expect(completed + held).toBe(4);
    expect(held).toBeGreaterThan(0);
  }, 60_000);
});
