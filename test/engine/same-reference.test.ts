import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { PayoneerPolicies } from '../../sandbox/payoneer/policies.ts';
import type { Rig } from '../flows/companion-rig.ts';
import { openQuickRig } from '../flows/quick-rig.ts';
import { eventually, pause } from '../flows/eventually.ts';
import { payeesIn, programsIn } from '../flows/programs-and-payees.ts';
import { issuesOf, paidTimes, postedTimes, transactionsOf } from '../flows/witnesses.ts';

/** One program for each story: what stops one lane must not stop the next story. */
const guards: readonly (readonly [string, Partial<PayoneerPolicies>])[] = [
  ['refuses the batch with it', { duplicate: 'reject-batch', errorsNameItems: true }],
  ['refuses the batch with it without naming it', { duplicate: 'reject-batch', errorsNameItems: false }],
  ['drops it silently', { duplicate: 'drop-item' }],
  ['cancels the copy later, shown as the latest change under the same payout id', { duplicate: 'async-cancel', duplicateShows: 'latest change', duplicatePayoutId: 'same' }],
  ['cancels the copy later, shown as the latest change under a payout id of its own', { duplicate: 'async-cancel', duplicateShows: 'latest change', duplicatePayoutId: 'own' }],
  ['cancels the copy later and always shows the first', { duplicate: 'async-cancel', duplicateShows: 'first', duplicatePayoutId: 'own' }],
  ['cancels the copy later and shows both in turn', { duplicate: 'async-cancel', duplicateShows: 'alternate', duplicatePayoutId: 'own' }],
];
const currencies = ['USD', 'EUR', 'GBP', 'CAD', 'AUD', 'CHF', 'SEK', 'NOK', 'DKK', 'PLN', 'CZK', 'HUF', 'MXN', 'NZD', 'SGD'];
const programs = programsIn(currencies, 1_000_00);
const programAt = (index: number) => programs[index] ?? { program: '', currency: '', fundsMinor: 0 };

let rig: Rig;
const raise = (index: number, ...amounts: string[]): string[] =>
  rig.raise(amounts.map((amount) => ({ payee: `payee-${programAt(index).currency}`, amount, currency: programAt(index).currency, purpose: 'Same reference' })));

beforeAll(async () => {
  rig = await openQuickRig({ programs, policies: { transferredAfterMs: 400 } });
  await rig.addPayees(payeesIn(programs));
}, 60_000);
afterAll(() => rig.end());

/** Somebody else submits the same payment again, with a token of their own: a stray copy of the program, a person with a script. */
async function postAgain(index: number, id: string, amount: string): Promise<void> {
  const form = { method: 'POST', headers: { authorization: `Basic ${Buffer.from('sandbox-client:sandbox-secret').toString('base64')}`, 'content-type': 'application/x-www-form-urlencoded' }, body: 'grant_type=client_credentials&scope=read+write' };
  const { access_token: token } = (await (await fetch(`${rig.urls.payoneer}/api/v2/oauth2/token`, form)).json()) as { access_token: string };
  const { program, currency } = programAt(index);
  await fetch(`${rig.urls.payoneer}/v4/programs/${program}/masspayouts`, {
    method: 'POST', headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
    body: JSON.stringify({ Payments: [{ client_reference_id: `${id}-01`, payee_id: `payee-${currency}`, description: 'Same reference', currency, amount }] }),
  });
}

/** Whatever the books say in the end, they must not invite anybody to pay again without a person having looked. */
function expectNothingInvitesPayingAgain(id: string): void {
  expect(paidTimes(rig, id)).toBe(1);
  expect(rig.statuses([id])[0]).toMatch(/^(Completed|On Hold)$/);
  expect(Object.keys(postedTimes(rig, id))).toEqual([`${id}-01`]);
  expect(transactionsOf(rig, id)).toHaveLength(1);
}

describe('a reference that somebody else submits a second time', () => {
  it.each(guards.map(([what, policies], index) => ({ what, policies, index })))('is paid once and reported as paid when the provider $what', async ({ policies, index }) => {
    Object.assign(rig.payoneer.policies, policies);
    const [id = ''] = raise(index, '70.00');
    rig.approve([id]);
    await rig.until([id], ['In Progress', 'Completed']);
    await postAgain(index, id, '70.00');
    await rig.until([id], ['Completed', 'On Hold', 'Returned', 'Failed']);
    // Long enough for the copy's cancellation, its webhook and the questions after the transfer.
    await pause(1_600);
    expectNothingInvitesPayingAgain(id);
    expect(rig.statuses([id])).toEqual(['Completed']);
    if (policies.duplicate === 'async-cancel' && policies.duplicateShows !== 'first') await eventually(() => expect(issuesOf(rig, id)).not.toEqual([]));
  });
});

describe('a refusal that was not true', () => {
  it.each(guards.map(([what, policies], at) => ({ what, policies, index: at + guards.length })))('and a second submission under the same reference pay once when the provider $what', async ({ policies, index }) => {
    Object.assign(rig.payoneer.policies, policies, { visibleAfterMs: 1_200 });
    const { program } = programAt(index);
    // The provider took the batch, says that it refused it, and does not know it for a while.
    rig.world.weather.add({ door: `POST /v4/programs/${program}/masspayouts`, when: 'after', reply: { status: 400, body: { error: 'Bad Request', error_description: 'Something is wrong with the payments', error_details: { code: 400, sub_code: null } } } });
    const ids = raise(index, '71.00', '72.00');
    rig.approve(ids);
    await rig.until(ids, ['Completed', 'On Hold', 'Returned', 'Failed']);
    await pause(700);
    rig.payoneer.policies.visibleAfterMs = 0;
    for (const id of ids) expectNothingInvitesPayingAgain(id);
    for (const id of ids.filter((each) => rig.statuses([each])[0] === 'On Hold')) expect(issuesOf(rig, id)).not.toEqual([]);
  }, 40_000);
});

describe('a provider without any guard', () => {
  it('pays somebody else\'s copy too: the witness of these tests notices, and so does the companion', async () => {
    Object.assign(rig.payoneer.policies, { duplicate: 'pay-again', duplicateShows: 'latest change', duplicatePayoutId: 'own', visibleAfterMs: 0 });
    const index = programs.length - 1;
    const [id = ''] = raise(index, '73.00');
    rig.approve([id]);
    await rig.until([id], ['In Progress', 'Completed']);
    await postAgain(index, id, '73.00');
    await eventually(() => expect(paidTimes(rig, id)).toBe(2));
    await eventually(() => expect(issuesOf(rig, id)).toContain('reference collision'));
    const [next = ''] = raise(index, '74.00');
    rig.approve([next]);
    await pause(1_500);
    expect(postedTimes(rig, next)).toEqual({});
  }, 40_000);
});
