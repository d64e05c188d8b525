import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { changedFacts, completed, differencesBetween, invitationOf, troubleWith, type PayeeFacts, type RecipientFacts } from './recipient.ts';

const rules = { keyPrefix: 'payoneer:sandbox', programs: [{ program: '100' }, { program: '101' }] };
const facts = (more: Partial<RecipientFacts> = {}): RecipientFacts => ({ payeeKey: 'payoneer:sandbox:100:payee-17', name: 'Anna Müller', email: 'anna@example.com', country: 'DE', ...more });
const nothing = { payeeKey: undefined, name: undefined, email: undefined, country: undefined };
const payee = (more: Partial<PayeeFacts> = {}): PayeeFacts => ({ accountId: '1', kind: 'person', name: 'Anna Muller', email: 'ANNA@example.com', country: 'DE', method: 'BANK EUR', registeredOn: '2026-11-02', ...more });

describe('what stands on a recipient', () => {
  it('is filled from the person or company behind it where it is blank, the country as its code', () => {
    const contact = { person: { first: 'Anna', last: 'Müller' }, company: undefined, email: 'a@example.com', country: 'Deutschland' };
    expect(completed(nothing, contact)).toEqual({ payeeKey: undefined, name: 'Anna Müller', email: 'a@example.com', country: 'DE' });
    expect(completed(facts({ country: undefined, name: ' ' }), { person: undefined, company: 'Nordwind GmbH', email: undefined, country: 'Atlantis' })).toEqual(facts({ name: 'Nordwind GmbH', country: 'Atlantis' }));
    expect(completed(facts(), contact)).toEqual(facts());
  });

  it('is what was said, without blanks around it, and blank where nobody stands behind it', () => {
    expect(completed(nothing, undefined)).toEqual(nothing);
    expect(completed(facts({ name: ' Anna ', email: ' a@example.com ', country: ' de ' }), undefined)).toEqual(facts({ name: 'Anna', email: 'a@example.com', country: 'DE' }));
  });

  it.each([
    [facts({ payeeKey: 'other:sandbox:100:x' }), /does not begin with payoneer:sandbox/], [facts({ payeeKey: 'payoneer:production:100:x' }), /does not begin with/], [facts({ payeeKey: 'payoneer:sandbox:999:x' }), /program 999, which is not one of ours \(100, 101\)/],
    [facts({ payeeKey: `payoneer:sandbox:100:${'x'.repeat(51)}` }), /more than 50 characters/], [facts({ payeeKey: 'payoneer:sandbox:100:a b' }), /not allowed/], [facts({ payeeKey: 'payoneer:sandbox:100:' }), /payee id/],
    [facts({ email: 'anna@example' }), /no e-mail address/], [facts({ email: 'a@b.c' }), /no e-mail address/], [facts({ email: `${'a'.repeat(80)}@example.com` }), /no e-mail address/], [facts({ country: 'XX' }), /no country that is known/],
    [facts({ email: 'Anna <anna@example.com' }), /no e-mail address/], [facts({ email: 'anna@example.com>' }), /no e-mail address/], [facts({ email: `${'a'.repeat(69)}@example.com` }), /^"a{60}" is no e-mail address/], [facts({ country: 'X'.repeat(50) }), /^"X{40}" is no country/],
    [facts({ email: undefined }), /There is no e-mail address to invite/], [facts({ name: undefined }), /There is no name to invite/],
  ])('is refused in words with what to do: %p', (wrong, words) => {
    const [trouble, ...more] = troubleWith(wrong, rules, 'invitation');
    expect(trouble).toMatch(words);
    expect(trouble).toMatch(/(Correct|Fill in|Enter) .*\.$/);
    expect(more).toEqual([]);
  });

  it('may be blank where nobody is invited', () => {
    expect(troubleWith(facts({ name: undefined, email: undefined, country: undefined }), rules, 'payments')).toEqual([]);
    expect(troubleWith(facts(), rules, 'invitation')).toEqual([]);
    expect(troubleWith(facts({ payeeKey: undefined, email: `${'a'.repeat(68)}@example.com` }), rules, 'invitation')).toEqual([]);
  });
});

describe('an invitation', () => {
  it('keeps the two names of a contact, splits any other, and knows a company', () => {
    const person = { first: 'Anna Maria', last: 'Berg Larsen' };
    const party = { person, company: undefined, email: undefined, country: undefined };
    expect(invitationOf('a01', facts({ name: 'Anna Maria Berg Larsen' }), party)).toMatchObject({ payeeId: 'payee-17', sessionId: 'a01', party: { person } });
    expect(invitationOf('a01', facts(), undefined).party).toEqual({ person: { first: 'Anna', last: 'Müller' } });
    expect(invitationOf('a01', facts({ name: 'Nordwind GmbH' }), undefined).party).toEqual({ company: 'Nordwind GmbH' });
    expect(invitationOf('a01', facts({ name: 'Nordwind' }), { ...party, person: undefined, company: 'Nordwind' }).party).toEqual({ company: 'Nordwind' });
  });
});

describe('an invitation of nobody', () => {
  it('makes nothing up', () => expect(invitationOf('a01', nothing, undefined)).toEqual({ payeeId: '', sessionId: 'a01', email: '', country: undefined, party: { person: { first: '', last: '' } } }));
  it('takes the address and the country as they stand', () => expect(invitationOf('a01', facts(), undefined)).toMatchObject({ email: 'anna@example.com', country: 'DE' }));
});

describe('the books and the provider', () => {
  it('agree where only the spelling differs or one of them says nothing', () => {
    expect(differencesBetween(facts(), payee())).toEqual([]);
    expect(differencesBetween(facts({ name: undefined, email: undefined, country: undefined }), payee())).toEqual([]);
    expect(differencesBetween(facts(), payee({ name: undefined, email: undefined, country: undefined }))).toEqual([]);
  });

  it('agree about a country by whatever name, and differ about one nobody knows', () => {
    expect(differencesBetween(facts({ country: 'Deutschland' }), payee())).toEqual([]);
    expect(differencesBetween(facts({ country: 'Atlantis' }), payee())).toEqual(['The country here is "Atlantis", the provider has "DE".']);
  });

  it('differ in words that name both', () => {
    expect(differencesBetween(facts({ name: 'Bob', email: 'b@example.com', country: 'FR' }), payee())).toEqual([
      'The name here is "Bob", the provider has "Anna Muller".', 'The e-mail here is "b@example.com", the provider has "ANNA@example.com".', 'The country here is "FR", the provider has "DE".',
    ]);
  });
});

describe('what the provider says', () => {
  it.each([['name', 'Eve', 'name'], ['email', 'eve@example.com', 'e-mail'], ['country', 'FR', 'country'], ['method', 'ACCOUNT USD', 'way of being paid'], ['accountId', '2', 'account'], ['kind', 'company', 'kind of payee']] as const)('changed when its %s did', (fact, value, word) => {
    expect(changedFacts(payee(), payee({ [fact]: value }))).toEqual([word]);
  });

  it('changed with the order of its words, unless it is a name', () => {
    expect(changedFacts(payee(), payee({ method: 'EUR BANK' }))).toEqual(['way of being paid']);
    expect(changedFacts(payee(), payee({ name: 'Müller Anna' }))).toEqual([]);
  });

  it('did not change by another spelling, the day of registration, or a fact that comes or goes', () => {
    expect(changedFacts(payee(), payee({ name: 'MÜLLER, Anna', email: 'anna@EXAMPLE.com', registeredOn: '2026-11-03' }))).toEqual([]);
    fc.assert(fc.property(fc.subarray(['accountId', 'kind', 'name', 'email', 'country', 'method'] as const), fc.boolean(), (gone, before) => {
      const less = payee(Object.fromEntries(gone.map((fact) => [fact, undefined])));
      expect(before ? changedFacts(less, payee()) : changedFacts(payee(), less)).toEqual([]);
    }));
    expect(changedFacts({}, payee())).toEqual([]);
  });
});
