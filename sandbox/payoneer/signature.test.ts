import { describe, expect, it } from '@jest/globals';
import { hmacauth } from './signature.ts';

/** Facts 8.3: vectors two independent implementations agree on; they prove agreement with the description, not with Payoneer. */
const stamp = { appName: 'Webhook-IPCNSender-sandbox', secret: 'test-secret', nonce: '9aa8db0f59c34b23920c8b722cd16f19', timestampS: 1729696647 };
const body = '{"Payee Id":"test","Amount":"0.83","IntPaymentId":"6fa6bce4-085a-43b5-9311-aa561ac338a4","Currency":"EUR","Transaction Date":"2021-07-25T11:33:52Z"}';

describe('the webhook signature', () => {
  it.each([
    ['POST', 'https://example.com/webhooks/payoneer/load-bank', body, 'QVXAKFwn2lW6IlYeszL9VLbZLWX0bS86aRCIYe5TyHM='],
    ['POST', 'https://Example.com/Hooks?b=2&A=1', body, 'mQgqC5vKdnlNutFSBqlI4GxBlObphs3h3nSOslIM9ak='],
    ['GET', 'https://example.com/hooks?reasoncode=10005&apuid=p1', '', 'jE4n9F4enPa8Re7YiBwdDKxneK/QvJlv3UD/YcWvBIo='],
  ])('of %s %s is the published one', (method, url, text, expected) => {
    const value = hmacauth({ method, url, bytes: new TextEncoder().encode(text) }, stamp);
    expect(value).toBe(`hmacauth Webhook-IPCNSender-sandbox:${expected}:${stamp.nonce}:1729696647`);
  });
});
