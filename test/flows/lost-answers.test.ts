import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import type { CallWeather } from '../../sandbox/kit/weather.ts';
import type { Rig } from './companion-rig.ts';
import { openQuickRig } from './quick-rig.ts';
import { expectPaidOnce, issuesOf } from './witnesses.ts';

const submission = 'POST /v4/programs/:program/masspayouts';
const page = { status: 502, headers: { 'content-type': 'text/html' }, body: '<html><body>Bad gateway</body></html>' };
const forbiddenPage = { status: 403, headers: { 'content-type': 'text/html' }, body: '<html><body>Blocked by the proxy</body></html>' };
const tooMany = (headers: Record<string, string> = {}) => ({ status: 429, headers, body: { error: 'Too Many Requests', error_description: 'Slow down', error_details: { code: 429, sub_code: null } } });

const lostAfterwards: readonly (readonly [string, CallWeather['reply']])[] = [
  ['the connection drops', 'drop'],
  ['the connection is reset', 'reset'],
  ['no answer ever comes', 'hang'],
  ['the gateway answers 502 with a page', page],
  ['the server answers 500', { status: 500, body: { error: 'oops' } }],
  ['the proxy answers 403 with a page', forbiddenPage],
  ['the answer is 429 with Retry-After', tooMany({ 'retry-after': '1' })],
  ['the answer is 429 without Retry-After', tooMany()],
  ['the answer is 201 with another body', { status: 201, body: { result: 'Fine' } }],
  ['the answer is 200 with a failure inside', { status: 200, body: { result: 'Failure' } }],
  ['the answer is a redirect', { status: 307, headers: { location: '/elsewhere' } }],
  ['the answer is 421', { status: 421 }],
];

let rig: Rig;
let cents = 0;
const raiseOne = (): string => rig.raise([{ payee: 'payee-1', amount: `10.${String(++cents).padStart(2, '0')}`, currency: 'USD', purpose: 'Lost answers' }])[0] ?? '';

beforeAll(async () => {
  rig = await openQuickRig();
  await rig.addPayees([{ id: 'payee-1', name: 'Payee One', country: 'DE', program: '100200300' }]);
});
afterEach(() => rig.world.weather.clear());
afterAll(() => rig.end());

describe('a submission that was taken, whose answer is lost', () => {
  it.each(lostAfterwards)('is asked about and never sent again when %s', async (_, reply) => {
    rig.world.weather.add({ door: submission, when: 'after', reply });
    const id = raiseOne();
    rig.approve([id]);
    await rig.until([id], ['Completed']);
    expectPaidOnce(rig, [id]);
    expect(issuesOf(rig, id)).toEqual([]);
  });
});
