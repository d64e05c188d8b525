import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { Problem, type ProblemKind } from '../domain/problem.ts';
import { askDue } from './recipient-ask.ts';
import { openTestOffice, start } from './test-office.ts';

let bench: Awaited<ReturnType<typeof openTestOffice>>;
beforeAll(async () => { bench = await openTestOffice(); }, 60_000);
afterAll(() => bench.close());
beforeEach(() => bench.query('truncate recipient'));

/** When somebody who was invited, or was not, is asked about next, where the provider answers the question with a problem of this kind. */
async function next(kind: ProblemKind, invitedAt: number | null): Promise<{ readonly nextAskAt: number | null; readonly note: string | null }> {
  const { recipients } = bench.store;
  await recipients.add(['r1'], start);
  await recipients.patch([['r1', { payeeKey: 'payer:sandbox:100:p', invitedAt, nextAskAt: start }]]);
  const onboarding = { payee: () => Promise.reject(new Problem(kind, 'No.')) } as unknown as Parameters<typeof askDue>[1];
  expect(await askDue(bench.office, onboarding)).toEqual([]);
  const [row] = await recipients.byIds(['r1']);
  return { nextAskAt: row?.nextAskAt ?? null, note: row?.note ?? null };
}

describe('somebody who was invited, and about whom the provider can\'t be asked', () => {
  it('is asked about again in their time, and the record says why: others of the same hour would be forgotten with them', async () => {
    expect(await next('refused', start)).toEqual({ nextAskAt: start + (bench.office.timing.payeePollsMs[0] ?? NaN), note: 'No.' });
  });

  it('is asked about soon where the provider was only busy', async () => {
    const { nextAskAt, note } = await next('busy', start);
    expect([note, (nextAskAt ?? 0) > start, (nextAskAt ?? 0) < start + 2 * (bench.office.timing.unknownAsksMs[0] ?? NaN)]).toEqual([null, true, true]);
  });
});

it('nobody else is asked about again without a reason', async () => expect(await next('refused', null)).toEqual({ nextAskAt: null, note: 'No.' }));
