import { afterEach, describe, expect, it } from '@jest/globals';
import { bench, type Bench } from './payoneer-bench.ts';
import { receiver, type Receiver } from './payoneer-receiver.ts';

let b: Bench;
let listening: Receiver;
afterEach(async () => {
  await b.close();
  listening.close();
});

const listen = async (answer?: Parameters<typeof receiver>[0]): Promise<Receiver> => (listening = await receiver(answer));

describe('notices', () => {
  it('go to one address per event, as flat JSON with blanks in the keys, signed', async () => {
    const { target, heard } = await listen();
    b = await bench({}, target);
    await b.submit(b.item('REF-01'), b.item('REF-02', { payee_id: 'bob', amount: '0.83' }), b.item('REF-03', { payee_id: 'nobody' }));
    await b.clock.advance(10_000);
    expect(heard.map(({ path }) => path.replace('/webhooks/payoneer/', ''))).toEqual(['payment-accepted', 'payment-accepted', 'cancel-payout', 'account-loaded', 'sent-to-bank']);
    expect(JSON.parse(heard[2]?.body ?? '')).toEqual({
      'Payee Id': 'nobody', 'IntPaymentId': 'REF-03', 'Reason Code': '10005', 'Reason Description': 'Payee was not found', 'Payment Amount': '150.00', 'Canceled Payment Date': '2026-11-02T09:00:00Z',
    });
    expect(JSON.parse(heard[4]?.body ?? '')).toEqual({ 'Payee Id': 'bob', 'IntPaymentId': 'REF-02', 'Amount': '0.83', 'Currency': 'USD', 'Transaction Date': '2026-11-02T09:00:02Z' });
    expect(heard.every(({ genuine }) => genuine)).toBe(true);
    expect(heard[0]?.authorization).toMatch(/^hmacauth Webhook-IPCNSender-sandbox:[A-Za-z0-9+/]{43}=:[0-9a-f]{32}:\d{10}$/);
  });

  it('can have URL-encoded values, no signature, or the older GET form', async () => {
    const { target, heard } = await listen();
    b = await bench({ webhookValuesEncoded: true, webhookSigned: false }, target);
    await b.submit(b.item('REF-01', { payee_id: 'dora' }));
    await b.clock.advance(1_000);
    expect(JSON.parse(heard[0]?.body ?? '')).toMatchObject({ 'Reason Description': 'Action+cannot+be+performed+because+payee+is+inactive', 'Canceled Payment Date': '2026-11-02T09%3a00%3a00Z' });
    expect(heard[0]?.authorization).toBe('');
    Object.assign(b.payoneer.policies, { webhookForm: 'legacy-get', webhookSigned: true });
    await b.submit(b.item('REF-02', { payee_id: 'dora' }));
    await b.clock.advance(1_000);
    const query = new URL(heard[1]?.path ?? '', target).searchParams;
    expect([heard[1]?.method, query.get('apuid'), query.get('reasoncode'), query.get('CancelPayment'), query.get('IntPaymentId')]).toEqual(['GET', 'dora', '10009', 'true', 'REF-02']);
    expect(heard[1]?.genuine).toBe(true);
  });

  it('tell of payees approved and declined', async () => {
    const { target, heard } = await listen();
    b = await bench({}, target);
    await b.payoneer.setPayee('carl', { status: 'Active' });
    await b.payoneer.setPayee('fred', { status: 'Pending' });
    await b.payoneer.setPayee('fred', { status: 'Declined' });
    expect(heard.map(({ path, body }) => [path.split('/').at(-1), (JSON.parse(body) as Record<string, string>)['Payee Id']])).toEqual([['payee-approved', 'carl'], ['payee-declined', 'fred']]);
  });

  it('are tried six times while nobody answers, each time signed anew', async () => {
    const { target, heard } = await listen(() => 'no answer');
    b = await bench({ webhookRetryEveryMs: 60_000, pendingPayee: 'wait' }, target);
    await b.submit(b.item('REF-01', { payee_id: 'carl' }));
    await b.clock.advance(3_600_000);
    expect(heard).toHaveLength(6);
    expect(new Set(heard.map(({ authorization }) => authorization)).size).toBe(6);
    expect(b.world.webhooks.every(({ outcome }) => outcome === 'no answer')).toBe(true);
  });

  it('are repeated with the first nonce, timestamp and signature where the policy says so', async () => {
    const { target, heard } = await listen(() => 'no answer');
    b = await bench({ webhookRepeatSigned: 'as before' }, target);
    await b.submit(b.item('REF-01', { payee_id: 'carl' }), b.item('REF-02', { payee_id: 'carl' }));
    await b.clock.advance(3_600_000);
    expect(heard).toHaveLength(12);
    expect(heard.every(({ genuine }) => genuine)).toBe(true);
    expect(new Set(heard.map(({ authorization }) => authorization)).size).toBe(2);
  });

  it('arrive forged, re-serialised, twice or not at all when the weather says so', async () => {
    const { target, heard } = await listen();
    b = await bench({}, target);
    const rules = [{ webhooks: 'forged' }, { webhooks: 're-serialised' }, { webhooks: 'lost' }, { webhooks: 'twice' }];
    expect((await fetch(`${b.url}/_world/weather`, { method: 'POST', body: JSON.stringify(rules) })).status).toBe(200);
    await b.submit(b.item('REF-01'), b.item('REF-02'));
    await b.clock.advance(10_000);
    expect(heard.map(({ genuine }) => genuine)).toEqual([false, true, false, true, true]);
  });
});
