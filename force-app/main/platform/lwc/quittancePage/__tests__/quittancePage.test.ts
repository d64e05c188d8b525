import { updateRecord } from 'lightning/uiRecordApi';
import { askFor, currencyOf, daysBetween, fill, fundingOf, messageOf, numberOr, storyOf, sumOf, textOr, togetherOf, wholeOf, type FundingAnswer } from 'c/quittancePage';
import { nodeOf } from './mounted';

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

  it('are added up as exactly as their currency counts', () => {
    expect([sumOf([0.1, 0.2], 'USD'), sumOf([0.0004, 1.001], 'KWD'), sumOf([5000, 1], 'JPY'), sumOf([], 'USD')]).toEqual([0.3, 1.001, 5001, 0]);
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

describe('funding accounts', () => {
  it('are called by their own name, and what is not production says so', () => {
    const account = (values: Record<string, unknown>) => nodeOf('a03', { name: 'FA-0001', key: null, displayName: null, environment: 'production', currency: 'USD', available: null, availableAt: null, threshold: 5, ...values });
    const data = { uiapi: { query: { accounts: { edges: [account({}), account({ displayName: 'Main', environment: 'sandbox' })] } } } } as FundingAnswer;
    expect(fundingOf({ data }).map(({ name, available, threshold }) => [name, available, threshold])).toEqual([['FA-0001', undefined, 5], ['Main (sandbox)', undefined, 5]]);
    expect(fundingOf({})).toEqual([]);
  });
});

describe('several answers together', () => {
  it('load until all are there, and fail with the first that failed', () => {
    const errors = [{ message: 'No' }];
    expect([togetherOf([{ data: 1 }, {}]).isLoading, togetherOf([{ data: 1 }]).isLoading]).toEqual([true, false]);
    expect(togetherOf([{ data: 1 }, {}, { errors }])).toEqual({ errors, isLoading: false });
  });
});

describe('an answer', () => {
  it('that failed is kept without its data, which may hold nothing', () => {
    const errors = [{ message: "Field 'Funding_Account__c' is undefined" }];
    const refresh = () => Promise.resolve();
    expect(wholeOf({ data: {}, errors, refresh })).toEqual({ errors, refresh });
    expect(fundingOf(wholeOf({ data: {} as FundingAnswer, errors }))).toEqual([]);
    expect(wholeOf({ data: 1, refresh })).toEqual({ data: 1, refresh });
  });
});

describe('asking', () => {
  it.each([[' May ', 'May'], ['  ', null]])('writes the action and its reason: %j', async (reason, said) => {
    await askFor('issue', 'a07', 'Retry', reason);
    expect(updateRecord).toHaveBeenLastCalledWith({ fields: { Id: 'a07', Requested_Action__c: 'Retry', Requested_Reason__c: said } });
  });

  it.each([
    ['payment', 'Release', true], ['payment', 'Retry', true], ['payment', 'Re-initiate', true], ['recipient', 'Verified', true],
    ['payment', 'Hold', false], ['payment', 'Cancel', false], ['payment', 'Submit', false], ['issue', 'Retry', false], ['invitation', 'Check', false],
  ] as const)('stands on what was seen where it lets money go, and stops it whatever was seen: %s, %s', async (subject, action, guarded) => {
    await askFor(subject, 'a07', action, 'May', '2026-11-21T09:00:00.000Z');
    expect((updateRecord as unknown as jest.Mock).mock.lastCall?.slice(1)).toEqual(guarded ? [{ ifUnmodifiedSince: '2026-11-21T09:00:00.000Z' }] : []);
  });
});
