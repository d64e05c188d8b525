import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { CallWeather } from '../../sandbox/kit/weather.ts';
import type { Rig } from './companion-rig.ts';
import { payeesIn, programsIn } from './programs-and-payees.ts';
import { pageOf, tooMany } from './provider-weather.ts';
import { openQuickRig } from './quick-rig.ts';
import { expectPaidOnce, issuesOf, paidTimes, postedTimes, reasonOf, transactionsOf } from './witnesses.ts';

/** One program, and so one lane, for each kind of weather: an unsettled batch holds up only its own. */
const stories: readonly { readonly currency: string; readonly what: string; readonly weather: Omit<CallWeather, 'door'> }[] = [
  { currency: 'USD', what: 'the connection is reset', weather: { when: 'before', reply: 'reset' } },
  { currency: 'EUR', what: 'no answer ever comes', weather: { when: 'before', reply: 'hang' } },
  { currency: 'GBP', what: 'a proxy answers 502 with a page', weather: { when: 'before', reply: pageOf(502) } },
  { currency: 'CAD', what: 'a proxy answers 404 with a page', weather: { when: 'before', reply: pageOf(404) } },
  { currency: 'AUD', what: 'the answer is 429 with Retry-After', weather: { when: 'before', reply: tooMany({ 'retry-after': '1' }) } },
  { currency: 'CHF', what: 'the answer is 429 without Retry-After', weather: { when: 'before', reply: tooMany() } },
];
const programs = programsIn([...stories.map(({ currency }) => currency), 'SEK'], 1_000_00);
const doorOf = (currency: string): string => `POST /v4/programs/${programs.find((each) => each.currency === currency)?.program ?? ''}/masspayouts`;

let rig: Rig;
const ids = new Map<string, string>();
const idOf = (currency: string): string => ids.get(currency) ?? '';
const raiseOne = (currency: string, purpose: string): string => rig.raise([{ payee: `payee-${currency}`, amount: '12.50', currency, purpose }])[0] ?? '';

beforeAll(async () => {
  rig = await openQuickRig({ programs });
  await rig.addPayees(payeesIn(programs));
  for (const { currency, weather } of stories) {
    rig.world.weather.add({ ...weather, door: doorOf(currency) });
    ids.set(currency, raiseOne(currency, 'Never arrived'));
  }
  rig.approve([...ids.values()]);
  await rig.until([...ids.values()], ['On Hold'], 25_000);
}, 60_000);
afterAll(() => rig.end());

describe('a submission that never arrived', () => {
  it.each(stories)('is not sent again by itself and goes to a person when $what', ({ currency }) => {
    const id = idOf(currency);
    expect(paidTimes(rig, id)).toBe(0);
    expect(rig.world.calls.entries.filter((call) => call.standIn === 'payoneer' && call.method === 'POST' && call.bodyText.includes(id))).toHaveLength(1);
    expect(reasonOf(rig, id)).toMatch(/still does not know .*-01 after \d+ questions/);
    expect(transactionsOf(rig, id)).toMatchObject([{ Status__c: 'Outcome Unknown', Reference__c: `${id}-01` }]);
    expect(issuesOf(rig, id)).toEqual(['outcome unknown']);
  });

  it('is paid once, by a new attempt, when a person with the permission re-initiates it', async () => {
    expect(() => rig.ask(idOf('USD'), 'Re-initiate', 'Checked with the provider: it was never received')).toThrow(/ACTION-PERMISSION/);
    const all = [...ids.values()];
    for (const id of all) rig.ask(id, 'Re-initiate', 'Checked with the provider: it was never received', rig.people.admin);
    await rig.until(all, ['Completed']);
    expect(all.map((id) => paidTimes(rig, id))).toEqual(all.map(() => 1));
    expect(all.map((id) => postedTimes(rig, id))).toEqual(all.map((id) => ({ [`${id}-02`]: 1 })));
    for (const id of all) expect(transactionsOf(rig, id)).toMatchObject([{ Status__c: 'Cancelled' }, { Status__c: 'Transferred', Reference__c: `${id}-02` }]);
  }, 40_000);
});

describe('a submission that arrives after its sender has given up', () => {
  it('is found by asking and never sent again', async () => {
    rig.world.weather.add({ door: doorOf('SEK'), when: 'before', reply: 'late', lateMs: 1_800 });
    const id = raiseOne('SEK', 'Zombie');
    rig.approve([id]);
    await rig.until([id], ['Completed']);
    expectPaidOnce(rig, [id]);
    expect(String(transactionsOf(rig, id)[0]?.Timeline__c)).toMatch(/Outcome unknown.*Transferred/s);
  });
});
