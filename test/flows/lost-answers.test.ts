import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import type { CallWeather } from '../../sandbox/kit/weather.ts';
import type { Rig } from './companion-rig.ts';
import { freshDebt } from './debts.ts';
import { payeeOf } from './programs-and-payees.ts';
import { pageOf, submissionDoor, tooMany } from './provider-weather.ts';
import { openQuickRig } from './quick-rig.ts';
import { issuesOf, payOne } from './witnesses.ts';

const lostAfterwards: readonly (readonly [string, CallWeather['reply']])[] = [
  ['the connection drops', 'drop'],
  ['the connection is reset', 'reset'],
  ['no answer ever comes', 'hang'],
  ['the gateway answers 502 with a page', pageOf(502)],
  ['the server answers 500', { status: 500, body: { error: 'oops' } }],
  ['the proxy answers 403 with a page', pageOf(403, 'Blocked by the proxy')],
  ['the answer is 429 with Retry-After', tooMany({ 'retry-after': '1' })],
  ['the answer is 429 without Retry-After', tooMany()],
  ['the answer is 201 with another body', { status: 201, body: { result: 'Fine' } }],
  ['the answer is 200 with a failure inside', { status: 200, body: { result: 'Failure' } }],
  ['the answer is a redirect', { status: 307, headers: { location: '/elsewhere' } }],
  ['the answer is 421', { status: 421 }],
];

let rig: Rig;
beforeAll(async () => {
  rig = await openQuickRig();
  await rig.addPayees([payeeOf('payee-1')]);
});
afterEach(() => rig.world.weather.clear());
afterAll(() => rig.end());

describe('a submission that was taken, whose answer is lost', () => {
  it.each(lostAfterwards)('is asked about and never sent again when %s', async (_, reply) => {
    rig.world.weather.add({ door: submissionDoor, when: 'after', reply });
    const id = await payOne(rig, freshDebt('payee-1', 10, 'Lost answers'));
    expect(issuesOf(rig, id)).toEqual([]);
  });
});
