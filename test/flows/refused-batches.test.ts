import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import type { Debt } from '../../scripts/outside-world.ts';
import type { Rig } from './companion-rig.ts';
import { openQuickRig } from './quick-rig.ts';
import { quickTiming } from './quick-timing.ts';
import { freshDebt } from './debts.ts';
import { eventually, pause } from './eventually.ts';
import { payeeOf } from './programs-and-payees.ts';
import { expectNeverSent, issuesOfKind, paidTimes, postedTimes, reasonOf, transactionsOf } from './witnesses.ts';

let rig: Rig;
const debt = (payee: string): Debt => freshDebt(payee, 50, 'Batches');

beforeAll(async () => {
  rig = await openQuickRig({ config: { timing: { ...quickTiming, surveyQuietMs: 200 } }, policies: { inactivePayee: 'reject', unknownPayee: 'reject' } });
  const payees = ['good', 'named', 'unnamed', 'alone', 'field'];
  await rig.addPayees(payees.map((id) => payeeOf(id)));
  // The companion has asked for everybody's status lately, so that what changes afterwards meets it in the submission.
  const ids = rig.raise(payees.map(debt));
  rig.approve(ids);
  await rig.until(ids, ['Completed']);
}, 60_000);
afterEach(() => {
  rig.payoneer.policies.errorsNameItems = true;
  rig.world.weather.clear();
});
afterAll(() => rig.end());

/** Raises `size` requests at once, the culprit's in the middle, and says which is which. */
async function batchWith(culprit: string, size: number): Promise<{ bad: string; good: string[]; all: string[] }> {
  await rig.payoneer.setPayee(culprit, { status: 'Inactive' });
  const at = Math.floor(size / 2);
  const all = rig.raise(Array.from({ length: size }, (_, index) => debt(index === at ? culprit : 'good')));
  rig.approve(all);
  return { bad: all[at] ?? '', good: all.filter((_, index) => index !== at), all };
}

describe('a batch the provider refuses as a whole', () => {
  it.each([
    ['that is named by the error', 'named', true],
    ['that is not named by the error, so that halving has to find it', 'unnamed', false],
  ] as const)('costs only the row %s; all others are paid once, under their first reference', async (_, culprit, errorsNameItems) => {
    rig.payoneer.policies.errorsNameItems = errorsNameItems;
    const { bad, good } = await batchWith(culprit, 7);
    await rig.until(good, ['Completed'], 25_000);
    await rig.until([bad], ['Needs Correction']);
    expect(good.map((id) => paidTimes(rig, id))).toEqual(good.map(() => 1));
    expect(good.map((id) => Object.keys(postedTimes(rig, id)))).toEqual(good.map((id) => [`${id}-01`]));
    expect(rig.payoneer.payouts().filter(({ outcome, reference }) => outcome === 'taken' && good.some((id) => reference.startsWith(id)))).toHaveLength(good.length);
    for (const id of good) expect(transactionsOf(rig, id)).toMatchObject([{ Status__c: 'Transferred' }]);
    expect(paidTimes(rig, bad)).toBe(0);
    expect(reasonOf(rig, bad)).toMatch(/inactive/);
    expect(rig.request(bad).Approved_At__c).toBeNull();
    expect(transactionsOf(rig, bad)).toMatchObject([{ Status__c: 'Refused' }]);
  }, 40_000);

  it('of one row tells the row at once', async () => {
    const { bad } = await batchWith('alone', 1);
    await rig.until([bad], ['Needs Correction']);
    expect(postedTimes(rig, bad)).toEqual({ [`${bad}-01`]: 1 });
    expect(paidTimes(rig, bad)).toBe(0);
    await eventually(() => expect(issuesOfKind(rig, 'batch refused').length + issuesOfKind(rig, 'payout refused').length).toBeGreaterThan(0));
  });

  it('and approved again after the correction is paid by its next attempt', async () => {
    const { bad } = await batchWith('field', 1);
    await rig.until([bad], ['Needs Correction']);
    await rig.payoneer.setPayee('field', { status: 'Active' });
    await pause(1_100);
    rig.approve([bad]);
    await rig.until([bad], ['Completed']);
    expect(paidTimes(rig, bad)).toBe(1);
    expect(postedTimes(rig, bad)).toEqual({ [`${bad}-01`]: 1, [`${bad}-02`]: 1 });
    expect(transactionsOf(rig, bad)).toMatchObject([{ Status__c: 'Refused' }, { Status__c: 'Transferred', Reference__c: `${bad}-02` }]);
  });
});

describe('what the provider would refuse for its form', () => {
  it('is told before anything is reserved or sent', async () => {
    const id = rig.raise([{ ...debt('good'), purpose: 'Überweisung №7 {x}' }])[0] ?? '';
    rig.approve([id]);
    await rig.until([id], ['Needs Correction']);
    expectNeverSent(rig, [id]);
    expect(rig.request(id).Reference__c ?? null).toBeNull();
  });
});
