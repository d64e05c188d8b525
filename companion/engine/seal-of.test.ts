import { describe, expect, it } from '@jest/globals';
import type { PayoutState } from '../domain/payout-states.ts';
import type { AttemptRow, BatchRow } from '../store/ledger-rows.ts';
import { providerTotal, sealOf, sumsOf, type Sums } from './seal.ts';
import { attemptRow } from './test-rows.ts';

const row = (amountMinor: number, more: Partial<AttemptRow> = {}): AttemptRow => attemptRow({ requestId: `r${amountMinor}`, amountMinor, ...more });
const nowhere = { paid: 0, returned: 0, failed: 0, held: 0, inFlight: 0 };

describe('the money of a batch', () => {
  const states: Readonly<Record<string, PayoutState>> = { r100: 'On Hold', r7: 'Outcome Unknown' };
  const sums = (...rows: readonly AttemptRow[]): Sums => sumsOf(rows, (id) => states[id]);

  it.each<[string, AttemptRow, Partial<Sums>]>([
    ['paid', row(5, { stage: 'settled', transferredAt: 1 }), { paid: 5 }], ['returned', row(5, { stage: 'settled', transferredAt: 1, returnedAt: 2 }), { returned: 5 }], ['failed when it ended without', row(5, { stage: 'settled' }), { failed: 5 }],
    ['failed when it was refused', row(5, { stage: 'refused' }), { failed: 5 }], ['held while a person looks', row(100, { stage: 'unknown' }), { held: 100 }], ['paid though a person looks', row(100, { stage: 'settled', transferredAt: 1 }), { paid: 100 }],
    ['failed though a person looks', row(100, { stage: 'settled' }), { failed: 100 }], ['in flight while nobody knows', row(7, { stage: 'unknown' }), { inFlight: 7 }], ['in flight when its request is not known', row(5), { inFlight: 5 }], ['nowhere when it was withdrawn', row(5, { stage: 'withdrawn' }), {}],
  ])('is %s', (_what, of, wanted) => expect(sums(of)).toEqual({ ...nowhere, ...wanted }));

  it('is added up', () => {
    const each = [row(1, { stage: 'settled', transferredAt: 1 }), row(2, { stage: 'settled', returnedAt: 1 }), row(3, { stage: 'refused' }), row(100, { stage: 'accepted' }), row(5)];
    expect(sums(...each, ...each)).toEqual({ paid: 2, returned: 4, failed: 6, held: 200, inFlight: 10 });
  });
});

describe('what the provider says it took', () => {
  it('is the sum of the rows it answered for', () => {
    expect(providerTotal([row(5, { providerStatus: 'pending' }), row(7, { providerStatus: 'cancelled', stage: 'settled' }), row(1, { stage: 'withdrawn' }), row(2, { stage: 'refused' })])).toBe(12);
    expect(providerTotal([])).toBe(0);
  });
  it('is not known while one answer is missing', () => expect(providerTotal([row(5, { providerStatus: 'pending' }), row(7)])).toBeUndefined());
});

describe('the seal of a batch', () => {
  const sealed = (more: Partial<BatchRow>, sums: Partial<Sums>) => sealOf({ currency: 'USD', requestedMinor: 1_000, approvedMinor: 1_000, residueMinor: 0, movementMinor: null, ...more } as BatchRow, [], { ...nowhere, ...sums });

  it('holds when approved, paid and taken from the balance agree', () => {
    expect(sealed({ movementMinor: 600 }, { paid: 600, returned: 300, failed: 100 })).toEqual({ seal: 'Sealed', detail: 'Approved, paid and taken from the balance agree: 10.00 USD requested = 6.00 USD paid + 3.00 USD returned + 1.00 USD failed.' });
    expect(sealed({ movementMinor: 0, approvedMinor: null }, { failed: 1_000 }).seal).toBe('Sealed');
  });

  it.each([[{ paid: 999 }, '9.99'], [{ paid: 500, returned: 500, failed: 1 }, '10.01'], [{ held: 1, inFlight: 1 }, '0.02']])('is broken when %j is accounted for', (sums, text) => {
    expect(sealed({}, sums)).toEqual({ seal: 'Broken', detail: `Requested 10.00 USD, accounted for ${text} USD.` });
  });

  it('is broken when something else was approved', () => expect(sealed({ approvedMinor: 999 }, { paid: 1_000 })).toEqual({ seal: 'Broken', detail: 'Approved 9.99 USD, requested 10.00 USD.' }));
  it('is broken when the balance moved otherwise', () => expect(sealed({ residueMinor: -1 }, { paid: 1_000 })).toEqual({ seal: 'Broken', detail: "The provider's balance moved by -0.01 USD more than the payouts explain." }));

  it.each([[{ inFlight: 1_000 }, '10.00 USD in flight, 0.00 USD held.'], [{ held: 400, paid: 600 }, '0.00 USD in flight, 4.00 USD held.']])('is open while %j', (sums, detail) => {
    expect(sealed({ movementMinor: 600 }, sums)).toEqual({ seal: 'Open', detail });
  });

  it.each([null, 999, 1_001])('is open while the balance does not show it: %p', (movementMinor) => {
    expect(sealed({ movementMinor }, { paid: 1_000 })).toEqual({ seal: 'Open', detail: "The provider's balance has not been read since." });
  });
});
