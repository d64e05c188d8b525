import { createHash } from 'node:crypto';
import { describe, expect, it } from '@jest/globals';
import { readAuthorization, signatureOf, urlEncode } from './signature.ts';

const stamped = { appName: 'Webhook-IPCNSender-sandbox', nonce: '9aa8db0f59c34b23920c8b722cd16f19', timestamp: '1729696647' };
const body = '{"Payee Id":"test","Amount":"0.83","IntPaymentId":"6fa6bce4-085a-43b5-9311-aa561ac338a4","Currency":"EUR","Transaction Date":"2021-07-25T11:33:52Z"}';

describe('The webhook signature', () => {
  it.each([
    ['POST', 'https://example.com/webhooks/payoneer/load-bank', body, 'QVXAKFwn2lW6IlYeszL9VLbZLWX0bS86aRCIYe5TyHM='],
    ['POST', 'https://Example.com/Hooks?b=2&A=1', body, 'mQgqC5vKdnlNutFSBqlI4GxBlObphs3h3nSOslIM9ak='],
    ['GET', 'https://example.com/hooks?reasoncode=10005&apuid=p1', '', 'jE4n9F4enPa8Re7YiBwdDKxneK/QvJlv3UD/YcWvBIo='],
  ])('%s %s agrees with the known vector', (method, url, text, expected) => {
    expect(signatureOf(method, url, Buffer.from(text), stamped, 'test-secret').toString('base64')).toBe(expected);
  });
  it('digests the known body as known', () => expect(createHash('md5').update(body).digest('base64')).toBe('q3KuvIFz2ER8onsjkrTXAw=='));
  it('encodes the known check string as known', () => expect(urlEncode(";/?:@&=+$,#[]!'()*")).toBe('%3B%2F%3F%3A%40%26%3D%2B%24%2C%23%5B%5D%21%27%28%29%2A'));
  it('encodes a space as plus and a tilde by number', () => expect(urlEncode('a b~c-d_e.f')).toBe('a+b%7Ec-d_e.f'));
  it.each(['', 'Bearer x', 'hmacauth a:b:c', 'hmacauth a:b:c:d', 'hmacauth a:b:c:1:2', 'hmacauth a:b c:d:1'])('is not read from "%s"', (header) => {
    expect(readAuthorization(header)).toBeUndefined();
  });
});
