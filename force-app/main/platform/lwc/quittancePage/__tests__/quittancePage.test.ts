import { currencyOf, daysBetween, fill, messageOf, numberOr, storyOf, textOr } from 'c/quittancePage';

describe('words', () => {
  it('puts values where a translation wants them', () => {
    expect(fill('{1} of {0}', 'two', 1)).toBe('1 of two');
    expect(fill('{0} and {1}', 'one')).toBe('one and {1}');
  });

  it('treats blank, absent and unreadable values alike', () => {
    expect([textOr('', 'none'), textOr(null, 'none'), textOr(0, 'none')]).toEqual(['none', 'none', '0']);
    expect([numberOr('', undefined), numberOr('x', undefined), numberOr('1.5', undefined), numberOr(0, 7)]).toEqual([undefined, undefined, 1.5, 0]);
  });

  it('counts whole days and none from the future', () => {
    const now = Date.UTC(2026, 10, 21);
    expect([daysBetween('2026-11-18T00:00:01.000Z', now), daysBetween('2026-11-22T00:00:00.000Z', now), daysBetween(null, now), daysBetween('soon', now)]).toEqual([2, 0, undefined, undefined]);
  });
});

describe('amounts', () => {
  it('are none without a number and a currency', () => {
    expect([currencyOf(null, 'USD'), currencyOf(1, ''), currencyOf(1, null), currencyOf('x', 'USD')]).toEqual([undefined, undefined, undefined, undefined]);
    expect(currencyOf(0, 'USD')).toEqual({ value: 0, currency: 'USD', decimals: 2 });
  });
});

describe('errors', () => {
  it.each([
    ['a rule on a field', { body: { message: 'An error occurred while trying to update the record.', output: { fieldErrors: { A__c: [{ message: 'Say why.' }] }, errors: [] } } }, 'Say why.'],
    ['a rule on the record', { body: { message: 'An error occurred.', output: { errors: [{ message: 'Locked.' }, { message: 'Locked.' }], fieldErrors: {} } } }, 'Locked.'],
    ['a list of errors', { body: [{ message: 'First.' }, { message: 'Second.' }] }, 'First. Second.'],
    ['an answer of GraphQL', [{ message: 'Cannot query field' }], 'Cannot query field'],
    ['a plain error', new Error('Broken'), 'Broken'],
    ['nothing at all', undefined, 'otherwise'],
    ['an error without words', { body: {} }, 'otherwise'],
  ])('speak for themselves: %s', (_what, error, said) => {
    expect(messageOf(error, 'otherwise')).toBe(said);
  });
});

describe('stories', () => {
  it('join several transactions in the order of time', () => {
    const first = JSON.stringify([{ at: '2026-11-20T10:00:00Z', text: 'b' }]);
    const second = JSON.stringify([{ at: '2026-11-20T09:00:00Z', text: 'a' }, { at: '2026-11-20T10:00:00Z', text: 'b' }]);
    expect(storyOf([first, null, second, ''])).toMatchObject({ lines: [{ text: 'a' }, { text: 'b' }], unreadable: 0 });
  });

  it.each(['no json', '{}', '[{"at":1,"text":"x"}]', '[null]'])('count what is no story: %s', (text) => {
    expect(storyOf([text])).toEqual({ lines: [], unreadable: 1 });
  });
});
