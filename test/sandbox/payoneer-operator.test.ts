import { afterEach, describe, expect, it } from '@jest/globals';
import { bench, type Bench } from './payoneer-bench.ts';

let b: Bench;
afterEach(() => b.close());

describe('the operator doors', () => {
  it.each([
    ['payees', { payeeId: 'anna', status: 'Asleep' }, /"status" has to be/],
    ['payees', { payeeId: 'anna', method: 'cheque' }, /"method" has to be/],
    ['payees', { payeeId: 'anna', currency: 7 }, /"currency" has to be/],
    ['payees', { payeeId: 'anna', details: 'tall' }, /"details" has to be/],
    ['policies', { toString: 1 }, /there is no policy toString/],
  ])('refuse a mistake at %s in words: %j', async (door, order, words) => {
    b = await bench();
    const refused = await b.call('POST', `/_payoneer/${door}`, { body: order });
    expect([refused.status, refused.at('message')]).toEqual([400, expect.stringMatching(words)]);
    expect((await b.call('GET', '/v4/programs/100123456/payees/anna/status')).at('result', 'status')).toEqual({ type: 1, description: 'Active' });
  });

  it('take a delay away again with null, since JSON has no undefined', async () => {
    b = await bench({ payeeApprovedAfterMs: 1_000 });
    await b.call('POST', '/_payoneer/policies', { body: { payeeApprovedAfterMs: null } });
    await b.call('POST', '/v4/programs/100123456/payees/registration-link', { body: { payee_id: 'emma' } });
    await b.clock.advance(10_000);
    expect((await b.call('GET', '/v4/programs/100123456/payees/emma/status')).at('result', 'status', 'description')).toBe('Pending');
  });
});

describe('a reset', () => {
  it('restores policies that were changed inside, too', async () => {
    b = await bench();
    for (const round of [1, 2]) {
      expect([round, b.payoneer.policies.statusText]).toEqual([round, {}]);
      b.payoneer.policies.statusText.Pending = 'In Orbit';
      b.reset();
    }
  });
});
