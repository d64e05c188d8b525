import { describe, expect, it } from '@jest/globals';
import { compareWithList, compareWithNobody, isWorthAsking, looksLikeOurs, type LedgerPayout, type ListedLine } from './reconciliation.ts';

const day = 86_400_000;
const patience = { lateMs: 3 * day, contraryMs: day };
const usd = (minor: number) => ({ minor, currency: 'USD' });
const paid: LedgerPayout = { amount: usd(100_00), fee: undefined, end: 'paid', since: 0 };
const out: ListedLine = { kind: 'outgoing', direction: 'Out', status: 'completed', amount: usd(100_00), at: 0 };
const back: ListedLine = { ...out, kind: 'refund', direction: 'In' };
const lookAt = (payout: Partial<LedgerPayout>, lines: readonly ListedLine[], now = 0) => compareWithList({ ...paid, ...payout }, lines, now, patience);
const word = (payout: Partial<LedgerPayout>, lines: readonly ListedLine[], now?: number): string => {
  const finding = lookAt(payout, lines, now);
  return finding.is === 'different' ? finding.difference : finding.is;
};

describe('a payout that was paid', () => {
  it('is confirmed by one completed line of its amount', () => {
    expect(word({}, [out])).toBe('confirmed');
    expect(word({}, [{ ...out, status: 'pending' }, out])).toBe('confirmed');
    expect(word({}, [out, { ...out, status: 'cancelled' }])).toBe('confirmed');
  });

  it('is confirmed when the line holds the fee the provider names, but by no other sum', () => {
    expect(word({ fee: usd(1_50) }, [{ ...out, amount: usd(101_50) }])).toBe('confirmed');
    expect(word({ fee: usd(1_50) }, [{ ...out, amount: usd(101_51) }])).toBe('another amount');
    expect(word({ fee: { minor: 1_50, currency: 'EUR' } }, [{ ...out, amount: usd(101_50) }])).toBe('another amount');
  });

  it('differs at once where an amount, a currency or their number is another', () => {
    expect(word({}, [{ ...out, amount: usd(99_99) }])).toBe('another amount');
    expect(word({}, [{ ...out, amount: { minor: 100_00, currency: 'EUR' } }])).toBe('another currency');
    expect(word({}, [out, out])).toBe('listed twice');
    expect(lookAt({}, [out, out])).toMatchObject({ detail: expect.stringContaining('2 times: 100.00 USD and 100.00 USD') });
    expect(word({}, [out, out, back])).toBe('confirmed');
  });

  it.each<[string, readonly ListedLine[]]>([
    ['not listed', []], ['not paid there', [{ ...out, status: 'pending' }]], ['not paid there', [{ ...out, status: 'failed' }]], ['not paid there', [{ ...out, status: 'unrecognised' }]], ['given back there', [out, back]],
  ])('is looked for again for days before it is told to be %s', (difference, lines) => {
    expect(word({}, lines, 3 * day - 1)).toBe('awaited');
    expect(word({}, lines, 3 * day)).toBe(difference);
    expect(lookAt({}, lines, 3 * day)).toMatchObject({ detail: (lookAt({}, lines, 30 * day) as { readonly detail: string }).detail });
  });
});

describe('a payout that was not paid', () => {
  it.each(['nothing', 'given back', 'open'] as const)('and is listed as paid all the same (%s) is told after a day', (end) => {
    expect(word({ end }, [out], day - 1)).toBe('awaited');
    expect(word({ end }, [out], day)).toBe('paid there');
    expect(word({ end }, [out, out], 0)).toBe('listed twice');
  });

  it('is told a day after the later of the two spoke, the list or we, and is worth a question at once', () => {
    const listedLate = [{ ...out, at: 5 * day }];
    expect([word({ end: 'open' }, listedLate, 6 * day - 1), word({ end: 'open' }, listedLate, 6 * day)]).toEqual(['awaited', 'paid there']);
    expect([word({ end: 'nothing', since: 9 * day }, listedLate, 10 * day - 1), word({ end: 'nothing', since: 9 * day }, listedLate, 10 * day)]).toEqual(['awaited', 'paid there']);
    expect([word({}, [out, { ...back, at: 20 * day }], 23 * day - 1), word({}, [out, { ...back, at: 20 * day }], 23 * day)]).toEqual(['awaited', 'given back there']);
    expect([lookAt({ end: 'open' }, [out]), lookAt({}, [out, back]), lookAt({ end: 'given back' }, [out], day)].map(isWorthAsking)).toEqual([true, true, true]);
    expect([lookAt({}, [out]), lookAt({}, []), lookAt({ end: 'open' }, []), lookAt({}, [out, out])].map(isWorthAsking)).toEqual([false, false, false, false]);
  });

  it.each(['nothing', 'given back', 'open'] as const)('and of which only a part is listed as given back (%s) is told after a day', (end) => {
    const lines = [out, { ...back, amount: usd(40_00) }];
    expect([word({ end }, lines, day - 1), word({ end }, lines, day)]).toEqual(['awaited', 'another amount']);
    expect(lookAt({ end }, lines)).toMatchObject({ detail: expect.stringContaining('lists 100.00 USD paid and 40.00 USD given back; here 100.00 USD is') });
    expect(word({ end }, [{ ...out, amount: usd(50_00) }, { ...back, amount: usd(50_00) }], day)).toBe('another amount');
    expect(word({ end }, [out, { ...back, amount: { minor: 100_00, currency: 'EUR' } }])).toBe('another currency');
  });

  it('is confirmed when it came back in parts, twice as it was listed twice, or with the fee in it', () => {
    const [fee, withFee] = [usd(1_50), { ...out, amount: usd(101_50) }];
    expect(word({ end: 'given back' }, [out, { ...back, amount: usd(40_00) }, { ...back, amount: usd(60_00) }])).toBe('confirmed');
    expect(word({ end: 'given back' }, [out, out, back, back])).toBe('confirmed');
    expect([word({ end: 'given back', fee }, [withFee, { ...back, amount: usd(101_50) }]), word({ end: 'given back', fee }, [withFee, back])]).toEqual(['confirmed', 'confirmed']);
    expect([word({ end: 'given back', fee }, [out, { ...back, amount: usd(98_50) }], day), word({ end: 'given back' }, [withFee, back], day)]).toEqual(['another amount', 'another amount']);
  });

  it('is confirmed by what came to nothing, and needs no line at all', () => {
    expect(word({ end: 'given back' }, [out, back], 9 * day)).toBe('confirmed');
    expect(word({ end: 'nothing' }, [{ ...out, status: 'cancelled' }], 9 * day)).toBe('confirmed');
    for (const end of ['nothing', 'given back', 'open'] as const) expect(word({ end }, [], 9 * day)).toBe('nothing');
    expect(word({ end: 'open' }, [{ ...out, status: 'pending' }], 9 * day)).toBe('nothing');
  });
});

describe('a reference nobody here has sent', () => {
  it('is told when money left under it, and only where it has our form', () => {
    expect(compareWithNobody([out])).toMatchObject({ is: 'different', difference: 'unknown here' });
    expect([compareWithNobody([out, back]).is, compareWithNobody([{ ...out, status: 'pending' }]).is, compareWithNobody([out, { ...back, amount: usd(99_99) }]).is]).toEqual(['nothing', 'nothing', 'different']);
    expect(['a0B5g00000AbCdEEAV-01', 'A0B5G00000ABCDEEAV-12', 'invoice 4711', '', 'a0B5g00000AbCdE-01'].map(looksLikeOurs)).toEqual([true, true, false, false, false]);
  });
});
