import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import type { Rig } from './companion-rig.ts';
import { openQuickRig } from './quick-rig.ts';
import { quickTiming } from './quick-timing.ts';
import { eventually, pause } from './eventually.ts';
import { payeesIn, programsIn } from './programs-and-payees.ts';
import { expectNeverSent, expectPaidOnce, issuesOfKind, paidTimes, postedTimes, transactionsOf } from './witnesses.ts';

const programs = programsIn(['USD', 'EUR', 'GBP', 'CAD', 'AUD'], 100_00);
const programOf = (currency: string): string => programs.find((each) => each.currency === currency)?.program ?? '';

let rig: Rig;
const raise = (currency: string, ...amounts: string[]): string[] => rig.raise(amounts.map((amount) => ({ payee: `payee-${currency}`, amount, currency, purpose: 'Funds' })));
const drain = (currency: string, leftMinor: number): void => {
  const program = rig.payoneer.state.programs.get(programOf(currency));
  if (program) program.wallet.minor = leftMinor;
};

/** Balances are read rarely here, as in production: a refusal has to be what brings the next reading. */
beforeAll(async () => {
  rig = await openQuickRig({ programs, config: { timing: { ...quickTiming, fundsMs: 60_000 } } });
  await rig.addPayees(payeesIn(programs));
});
afterEach(() => {
  rig.payoneer.policies.insufficient = 'reject';
});
afterAll(() => rig.end());

describe('too little money in a program', () => {
  it('keeps what is too large waiting without sending it, lets smaller ones pass, and goes on by itself when funded', async () => {
    const [large = '', small = ''] = raise('USD', '250.00', '40.00');
    rig.approve([large, small]);
    await rig.until([small], ['Completed']);
    await rig.until([large], ['Awaiting Funds']);
    expectPaidOnce(rig, [small]);
    expectNeverSent(rig, [large]);
    await eventually(() => expect(issuesOfKind(rig, 'insufficient funds')).not.toHaveLength(0));
    await rig.payoneer.fund(programOf('USD'), 300_00);
    await rig.until([large], ['Completed']);
    expectPaidOnce(rig, [large]);
  }, 40_000);

  it('that only the provider knows of makes a refused payment wait under its reference, which is paid once when funded', async () => {
    drain('EUR', 10_00);
    const [id = ''] = raise('EUR', '60.00');
    rig.approve([id]);
    await rig.until([id], ['Awaiting Funds']);
    expect(paidTimes(rig, id)).toBe(0);
    await rig.payoneer.fund(programOf('EUR'), 80_00);
    await rig.until([id], ['Completed']);
    expect(paidTimes(rig, id)).toBe(1);
    expect(postedTimes(rig, id)).toEqual({ [`${id}-01`]: 2 });
    expect(transactionsOf(rig, id)).toMatchObject([{ Status__c: 'Transferred', Reference__c: `${id}-01` }]);
  }, 40_000);

  it('that makes the provider cancel an accepted payment is confirmed twice, and a new attempt pays it once when funded', async () => {
    rig.payoneer.policies.insufficient = 'async-cancel';
    drain('GBP', 10_00);
    const [id = ''] = raise('GBP', '60.00');
    rig.approve([id]);
    await rig.until([id], ['Awaiting Funds']);
    await pause(1_500);
    expect(postedTimes(rig, id)).toEqual({ [`${id}-01`]: 1 });
    expect(rig.statuses([id])).toEqual(['Awaiting Funds']);
    await rig.payoneer.fund(programOf('GBP'), 80_00);
    await rig.until([id], ['Completed']);
    expect(paidTimes(rig, id)).toBe(1);
    expect(postedTimes(rig, id)).toEqual({ [`${id}-01`]: 1, [`${id}-02`]: 1 });
    expect(transactionsOf(rig, id)).toMatchObject([{ Status__c: 'Cancelled', Reference__c: `${id}-01` }, { Status__c: 'Transferred', Reference__c: `${id}-02` }]);
  }, 40_000);

  it.each(['reject', 'async-cancel'] as const)('for a batch of several (policy %s) pays each once in the end', async (insufficient) => {
    const currency = insufficient === 'reject' ? 'CAD' : 'AUD';
    rig.payoneer.policies.insufficient = insufficient;
    drain(currency, 50_00);
    const ids = raise(currency, '20.01', '20.02', '20.03', '20.04');
    rig.approve(ids);
    await eventually(() => expect(rig.statuses(ids)).toContain('Awaiting Funds'));
    await rig.payoneer.fund(programOf(currency), 60_00);
    await rig.until(ids, ['Completed'], 25_000);
    expect(ids.map((id) => paidTimes(rig, id))).toEqual([1, 1, 1, 1]);
    for (const id of ids) expect(transactionsOf(rig, id).filter((row) => row.Status__c === 'Transferred')).toHaveLength(1);
  }, 40_000);
});
