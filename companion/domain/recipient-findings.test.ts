import { describe, expect, it } from '@jest/globals';
import { findingAdvice, findingsOf, foldedKey, type ListedRecipient, type RecipientFinding } from './recipient-findings.ts';

const ours = { keyPrefix: 'payer:sandbox', accounts: new Set(['100']) };
const recipient = (more: Partial<ListedRecipient>): ListedRecipient => ({ id: 'r', payeeKey: 'payer:sandbox:100:p', country: 'DE', status: 'Active', statusCheckedAt: undefined, ...more });

describe('a recipient that was there before', () => {
  it('is well with a key of ours and a country', () => {
    expect(findingsOf(recipient({}), ours)).toEqual([]);
    expect(findingsOf(recipient({ payeeKey: 'payer:sandbox:100:p:1' }), ours)).toEqual([]);
  });

  it.each<[string | undefined, RecipientFinding]>([
    [undefined, 'payee key missing'], ['', 'payee key missing'], ['  ', 'payee key missing'],
    ['payer:sandbox:100', 'payee key malformed'], ['payer:sandbox:100:', 'payee key malformed'], [':sandbox:100:p', 'payee key malformed'], ['payer::100:p', 'payee key malformed'], ['payer:sandbox::p', 'payee key malformed'], ['payer', 'payee key malformed'],
    ['payer:sandbox:100:p 1', 'payee key malformed'], [' payer:sandbox:100:p', 'payee key malformed'], ['payer:sandbox:100:p\u0007', 'payee key malformed'],
    ['payer:production:100:p', 'payee of another account'], ['other:sandbox:100:p', 'payee of another account'], ['payer:sandbox:101:p', 'payee of another account'],
  ])('with the key %j is told: %s', (payeeKey, finding) => {
    expect(findingsOf(recipient({ payeeKey }), ours)).toEqual([{ finding, value: payeeKey ?? '' }]);
  });

  it.each(['AD', 'GB', 'US', 'XK'])('may live in %s', (country) => expect(findingsOf(recipient({ country }), ours)).toEqual([]));
  it.each(['de', 'DEU', 'XDE', 'D', '', 'QQ', 'EU', 'EZ', 'UN', 'ZZ', 'XA', 'XB', 'QO', 'Germany'])('can not live in "%s"', (country) => {
    expect(findingsOf(recipient({ country }), ours)).toEqual([{ finding: 'country unknown', value: country }]);
  });

  it('may lack both', () => {
    expect(findingsOf(recipient({ payeeKey: undefined, country: undefined }), ours)).toEqual([{ finding: 'payee key missing', value: '' }, { finding: 'country missing', value: '' }]);
  });

  it('is the same payee in other letters and with spaces around', () => expect(foldedKey(' Payer:Sandbox:100:P ')).toBe('payer:sandbox:100:p'));

  it('is told with what to do', () => {
    expect(Object.keys(findingAdvice)).toEqual(['payee key missing', 'payee key malformed', 'payee of another account', 'payee twice', 'country missing', 'country unknown']);
    for (const { says, doThis } of Object.values(findingAdvice)) {
      expect(says).toMatch(/^(have|belong|share) .+[^.]$/);
      expect(doThis).toMatch(/^[A-Z].+\.$/);
    }
  });
});
