import { describe, expect, it } from '@jest/globals';
import { redactedCopy } from './redacted-copy.ts';

const copyOf = (text: string, url = 'http://x/webhooks/payoneer/cancel-payout/a-secret-path'): string => redactedCopy({ method: 'POST', url, body: new TextEncoder().encode(text) });

describe('the copy of a letter that people read', () => {
  it('holds what helps to match it', () => {
    expect(copyOf('{"Payee Id":"payee-1","IntPaymentId":"a02000000000001AAA-01","Amount":"10.00","Currency":"USD"}')).toBe('POST, 95 bytes\n{"Payee Id":"payee-1","IntPaymentId":"a02000000000001AAA-01","Amount":"10.00","Currency":"USD"}');
    expect(copyOf('', 'http://x/w/p/e/t?apuid=p1&IntPaymentId=a0X-01')).toBe('POST, 0 bytes\n?apuid=p1&IntPaymentId=a0X-01');
  });
  it.each([
    ['{"First Name":"Ann \\"A\\" Lee","x":1}', 'Ann'], ['{"email": "ann@example.org"', 'ann@'], ['note=write to ann.lee@example.co.uk please', 'ann.lee'], ['LastName=Lee&IntPaymentId=a', 'Lee&'], ['payee_email=ann%40example.org', 'example'],
    ['paid to DE89370400440532013000', '3704'], ['card 4111111111111111', '4111'], ['{"Session Id":"S-77"}', 'S-77'], ['{"accountNumber":"12"}', '"12"'], ['{"access_token":"abc"}', 'abc'],
  ])('leaves out who somebody is, and what lets somebody in: %s', (text, secret) => {
    expect(copyOf(text)).not.toContain(secret);
    expect(copyOf(text)).toContain('(left out)');
  });
  it('shows no header, no secret part of an address, and only the beginning of what is long or no text', () => {
    expect(copyOf('x'.repeat(100_000)).length).toBeLessThan(5_000);
    expect(copyOf('{}')).not.toContain('a-secret-path');
    expect(redactedCopy({ method: 'POST', url: '', body: new Uint8Array([0, 255, 128]) })).toBe('POST, 3 bytes\n\ufffd\ufffd\ufffd');
  });
});
