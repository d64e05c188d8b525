import { afterEach, describe, expect, it } from '@jest/globals';
import { bench, program, type Bench } from './payoneer-bench.ts';

let b: Bench;
afterEach(() => b.close());

const link = (payeeId: string, more: Record<string, unknown> = {}) => b.call('POST', `/v4/programs/${program}/payees/registration-link`, { body: { payee_id: payeeId, ...more } });
const status = (payeeId: string) => b.call('GET', `/v4/programs/${program}/payees/${payeeId}/status`);
const details = (payeeId: string) => b.call('GET', `/v4/programs/${program}/payees/${payeeId}/details`);

describe('a registration link', () => {
  it('makes a pending payee with what the sender said, and asking again makes no second one', async () => {
    b = await bench();
    const anna = { type: 'INDIVIDUAL', contact: { first_name: 'Anna', last_name: 'Berg', email: 'anna@example.com' }, address: { country: 'DE' } };
    const first = await link('new-1', { payee: anna });
    expect([first.status, first.at('result', 'registration_link')]).toEqual([200, expect.stringContaining('token=')]);
    expect((await link('new-1', { payee: anna })).at('result', 'registration_link')).toBe(first.at('result', 'registration_link'));
    expect([(await status('new-1')).at('result', 'status', 'type'), (await details('new-1')).at('result')]).toEqual([0, { account_id: expect.any(String), ...anna }]);
    expect(b.payoneer.state.payees.size).toBe(5);
  });

  it('leaves who is registered already as they are', async () => {
    b = await bench();
    const before = (await details('anna')).body;
    await link('anna', { payee: { type: 'COMPANY', company: { name: 'Eve Ltd' } } });
    expect((await details('anna')).body).toEqual(before);
    expect((await status('anna')).at('result', 'status', 'type')).toBe(1);
  });

  it('may leave the payee unknown until the page was filled in, also to payouts', async () => {
    b = await bench({ linkMakesPayee: false, unknownPayee: 'async-cancel' });
    const page = String((await link('new-2')).at('result', 'registration_link'));
    expect([(await status('new-2')).status, (await details('new-2')).status]).toEqual([404, 404]);
    await b.submit(b.item('REF-01', { payee_id: 'new-2' }));
    await b.clock.advance(5_000);
    expect((await b.status('REF-01')).at('result', 'status')).toBe('Cancelled');
    await fetch(page, { method: 'POST', body: new URLSearchParams({ decision: 'Active' }) });
    expect((await status('new-2')).at('result', 'status', 'type')).toBe(1);
  });
});
