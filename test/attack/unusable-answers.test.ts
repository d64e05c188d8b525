import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Reply } from '../../sandbox/kit/call.ts';
import type { Rig } from '../flows/companion-rig.ts';
import { eventually } from '../flows/eventually.ts';
import { payeesIn, programsIn } from '../flows/programs-and-payees.ts';
import { submissionDoor } from '../flows/provider-weather.ts';
import { openQuickRig } from '../flows/quick-rig.ts';
import { quickTiming } from '../flows/quick-timing.ts';
import { expectPaidOnce, issuesOf, issuesOfKind, postedTimes, reasonOf, transactionsOf } from '../flows/witnesses.ts';

const giveUpAfterMs = 1_500;
/** One program, and so one lane, for each kind of answer. */
const stories: readonly { readonly currency: string; readonly what: string; readonly reply: Reply; readonly says: RegExp }[] = [
  { currency: 'USD', what: 'lack the payee', reply: { status: 200, body: { result: { amount: 12.5, currency: 'USD', status: 'Transferred' } } }, says: /has another form than documented/ },
  { currency: 'EUR', what: 'refuse our credentials', reply: { status: 401, body: { error: 'invalid_client', error_description: 'Client is disabled' } }, says: /did not accept our credentials/ },
];
const programs = programsIn(stories.map(({ currency }) => currency), 1_000_00);

let rig: Rig;
let ids: readonly string[];
const raise = (amount: string): string[] => rig.raise(stories.map(({ currency }) => ({ payee: `payee-${currency}`, amount, currency, purpose: 'Unusable' })));
const idOf = (currency: string): string => ids[stories.findIndex((story) => story.currency === currency)] ?? '';
let approvedAt: number;

beforeAll(async () => {
  rig = await openQuickRig({ programs, config: { timing: { ...quickTiming, giveUpAfterMs } } });
  await rig.addPayees(payeesIn(programs));
  ids = raise('12.50');
  rig.world.weather.add({ door: submissionDoor, when: 'before', reply: 'drop', times: stories.length });
  stories.forEach(({ reply }, index) => rig.world.weather.add({ door: `GET /v4/programs/${programs[index]?.program ?? ''}/payouts/${ids[index] ?? ''}-01/status`, when: 'before', reply, times: 1_000 }));
  approvedAt = Date.now();
  rig.approve(ids);
  await rig.until(ids, ['On Hold'], 12_000);
}, 40_000);
afterAll(() => rig.end());

describe('a payout whose outcome is unknown, about which the provider\'s answers', () => {
  it.each(stories)('$what goes to a person after the time an unknown outcome may take, and nothing is sent again', async ({ currency, says }) => {
    const id = idOf(currency);
    expect(Date.now() - approvedAt).toBeGreaterThan(giveUpAfterMs);
    expect(reasonOf(rig, id)).toMatch(/^The provider's answer about \w+-01 can't be used: /);
    expect(reasonOf(rig, id)).toMatch(says);
    await eventually(() => expect(issuesOf(rig, id)).toEqual(['outcome unknown']));
    expect(transactionsOf(rig, id)).toMatchObject([{ Status__c: 'Outcome Unknown', Reference__c: `${id}-01` }]);
    expect(postedTimes(rig, id)).toEqual({});
  });

  it('can\'t be used raise one issue for the connection, however many questions were put', async () => {
    const questions = rig.world.calls.entries.filter(({ path }) => ids.some((id) => path.includes(`${id}-01/status`)));
    expect(questions.length).toBeGreaterThan(6);
    await eventually(() => expect(issuesOfKind(rig, 'no usable answer')).toMatchObject([{ Source__c: 'payoneer', Severity__c: 'Warning' }]));
  });

  it('can\'t be used do not hold up the next request of the same program', async () => {
    const next = raise('13.50');
    rig.approve(next);
    await rig.until(next, ['Completed']);
    expectPaidOnce(rig, next);
    expect(rig.statuses(ids)).toEqual(['On Hold', 'On Hold']);
  });
});
