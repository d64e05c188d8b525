import { readdirSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { beforeAll, describe, expect, it } from '@jest/globals';
import { startScript, type Ended } from './processes.ts';

interface Figures {
  readonly ok: boolean;
  readonly requests: readonly { readonly name: string; readonly recipient: string; readonly currency: string; readonly amount: string; readonly status: string; readonly expected: string; readonly reason: string; readonly paidTimes: number }[];
  readonly batches: readonly { readonly currency: string; readonly seal: string; readonly approved: string; readonly provider: string }[];
  readonly receipts: readonly { readonly match: string; readonly status: string }[];
  readonly paid: { readonly never: number; readonly once: number; readonly returned: number; readonly wrongly: number };
  readonly calls: { readonly salesforce: Readonly<Record<string, number>>; readonly payoneer: Readonly<Record<string, number>>; readonly webhooks: number };
}

const longestMs = 120_000;
const figuresIn = (stdout: string): Figures => JSON.parse(stdout.trimEnd().split('\n').at(-1) ?? '') as Figures;

describe('the month end of npm start', () => {
  let run: Ended;
  beforeAll(async () => {
    run = await startScript('scripts/start.ts', ['--once', '--json']).ended;
  }, longestMs);

  it('leaves every request at its expected status, pays each debt once and seals every batch', () => {
    const { code, stdout, stderr } = run;
    const figures = figuresIn(stdout);
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    expect(figures.requests.filter(({ status, expected }) => status !== expected)).toEqual([]);
    expect(figures.requests.filter(({ status, paidTimes }) => paidTimes !== (status === 'Completed' ? 1 : 0))).toEqual([]);
    expect(figures.batches.map(({ seal }) => seal)).toEqual(figures.batches.map(() => 'Sealed'));
    expect(figures.batches.filter(({ approved, provider }) => approved !== provider)).toEqual([]);
    expect(figures).toMatchObject({ ok: true, paid: { wrongly: 0, returned: 1 } });
  });

  it('takes in what customers paid, each once, and says whom it belongs to', () => {
    const { receipts } = figuresIn(run.stdout);
    expect(receipts.map(({ match, status }) => [match, status]).toSorted()).toEqual([['Matched', 'Received'], ['Matched', 'Received'], ['Unmatched', 'Received']]);
  });

  it('is a believable month end: 40 requests, 12 recipients, 4 currencies, and something for people to do', () => {
    const { stdout } = run;
    const { requests, calls } = figuresIn(stdout);
    expect(requests.length).toBeGreaterThanOrEqual(40);
    expect(new Set(requests.map(({ recipient }) => recipient)).size).toBeGreaterThanOrEqual(12);
    expect(new Set(requests.map(({ currency }) => currency))).toEqual(new Set(['USD', 'EUR', 'GBP', 'JPY', 'CAD']));
    expect(requests.filter(({ status }) => ['Needs Correction', 'On Hold', 'Returned'].includes(status)).every(({ reason }) => reason.length > 20)).toBe(true);
    expect(Object.values(calls.salesforce).reduce((sum, count) => sum + count, 0)).toBeGreaterThan(10);
    expect(stdout).not.toContain('\u001b');
  });

  it('ends with an error when a request does not come to its expected status', async () => {
    const { code, stdout } = await startScript('scripts/start.ts', ['--once', '--json'], { STORY_TEST_WRONG_EXPECTATION: 'true' }).ended;
    expect(code).toBe(1);
    expect(figuresIn(stdout).requests.filter(({ status, expected }) => status !== expected)).toHaveLength(1);
    expect(stdout).toContain('expected Cancelled');
  }, longestMs);

  it('ends on Ctrl-C, gives the reason by its exit code, and leaves nothing behind', async () => {
    const before = readdirSync(tmpdir()).filter((name) => name.startsWith('quittance-story-'));
    const { child, firstLine, ended } = startScript('scripts/start.ts', []);
    await firstLine;
    await new Promise((resolve) => setTimeout(resolve, 6_000));
    child.kill('SIGINT');
    expect((await ended).code).toBe(130);
    expect(readdirSync(tmpdir()).filter((name) => name.startsWith('quittance-story-') && !before.includes(name))).toEqual([]);
  }, longestMs);

  it('tells what it does when asked, and what is wrong when it is', async () => {
    expect((await startScript('scripts/start.ts', ['--help']).ended)).toMatchObject({ code: 0, stdout: expect.stringContaining('npm start -- --once') });
    expect((await startScript('scripts/start.ts', ['--json']).ended)).toMatchObject({ code: 1, stderr: expect.stringContaining('Use --once --json') });
    expect((await startScript('scripts/start.ts', ['--twice']).ended)).toMatchObject({ code: 1, stderr: expect.stringContaining('--help') });
  }, longestMs);
});
