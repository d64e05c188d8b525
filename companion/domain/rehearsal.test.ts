import { describe, expect, it } from '@jest/globals';
import { summarise, verdictText, type Foresight, type Rehearsal, type RehearsedLane, type RehearsedLine } from './rehearsal.ts';

const line = (name: string, foresight: Foresight, more: Partial<RehearsedLine> = {}): RehearsedLine => ({
  requestId: `id-${name}`, name, amount: { minor: 1_000, currency: 'EUR' }, foresight, why: '', program: '100', wantedOn: undefined, fee: undefined, arrivesAt: undefined, asIfApproved: false, ...more,
});
const lane = (more: Partial<RehearsedLane> = {}): RehearsedLane => ({ program: '100', currency: 'EUR', availableMinor: 0, availableAt: 1, heldUp: undefined, isStopped: false, ...more });
const facts = { asOf: '2026-11-21T08:00:00.000Z', payeesNotAsked: 0 };
const rehearsed = (lines: readonly RehearsedLine[], more: Partial<Pick<Rehearsal, 'lanes' | 'unreadable'>> = {}): Rehearsal => summarise({ lines, lanes: [], facts, unreadable: [], at: '2026-11-21T09:30:00.000Z', ...more });
const unreadable = [{ requestId: 'x', why: 'no access' }];

describe('a rehearsal', () => {
  it('shows first what needs somebody, then by day, then by name', () => {
    const { lines } = rehearsed([
      line('goes', 'pays'), line('later', 'pays later'), line('ended', 'over'), line('b', 'short', { wantedOn: '2026-12-01' }), line('a', 'short', { wantedOn: '2026-12-01' }), line('z', 'short', { wantedOn: '2026-11-30' }), line('y', 'short'),
      line('held', 'held'), line('bad', 'refused'),
    ]);
    expect(lines.map(({ name }) => name)).toEqual(['bad', 'held', 'y', 'z', 'a', 'b', 'ended', 'later', 'goes']);
  });

  it('counts each outcome, those that do not occur too, and what was rehearsed as if it were approved', () => {
    const { counts, asIfApproved } = rehearsed([line('a', 'pays', { asIfApproved: true }), line('b', 'pays'), line('c', 'held', { asIfApproved: true })]);
    expect(counts).toEqual({ refused: 0, held: 1, short: 0, over: 0, 'pays later': 0, pays: 2 });
    expect(asIfApproved).toBe(2);
  });

  it('adds up by currency what will cost money, now or later, and how many fees it does not know', () => {
    const usd = { minor: 300, currency: 'USD' };
    const { costs } = rehearsed([
      line('a', 'pays', { amount: usd, fee: { minor: 5, currency: 'USD' } }), line('b', 'pays later', { amount: usd }), line('c', 'short', { amount: usd, fee: { minor: 7, currency: 'USD' } }),
      line('d', 'pays'), line('e', 'held'), line('f', 'refused', { amount: { minor: 1, currency: 'GBP' } }), line('g', 'over'),
    ]);
    expect(costs).toEqual([{ currency: 'EUR', count: 1, minor: 1_000, feeMinor: 0, feeUnknown: 1 }, { currency: 'USD', count: 3, minor: 900, feeMinor: 12, feeUnknown: 1 }]);
  });

  it('says what is missing in each program and currency, and by when to load it', () => {
    const wants = [line('a', 'pays', { wantedOn: '2026-11-30' }), line('b', 'short'), line('c', 'short', { amount: { minor: 400, currency: 'USD' } }), line('d', 'pays', { program: '200' }), line('e', 'held'), line('f', 'pays later', { wantedOn: '2026-12-24' })];
    const { shortfalls } = rehearsed(wants, { lanes: [lane({ availableMinor: 1_200 }), lane({ currency: 'USD', availableMinor: 400 }), lane({ program: '200', availableMinor: undefined })] });
    expect(shortfalls).toEqual([{ program: '100', currency: 'EUR', availableMinor: 1_200, missingMinor: 1_800, waits: 2, loads: [{ by: '2026-11-30', minor: 800, count: 1 }, { by: '2026-12-24', minor: 1_000, count: 1 }] }]);
  });

  it('reckons what is overdue or has no day as of the day it was rehearsed', () => {
    expect(rehearsed([line('a', 'short')], { lanes: [lane()] }).shortfalls[0]?.loads).toEqual([{ by: '2026-11-21', minor: 1_000, count: 1 }]);
  });

  it('keeps what it was made of', () => {
    expect(rehearsed([], { unreadable })).toMatchObject({ facts, unreadable, at: '2026-11-21T09:30:00.000Z', lanes: [], lines: [], costs: [], shortfalls: [], asIfApproved: 0 });
  });
});

describe('the verdict in one sentence', () => {
  it('says that everything is paid', () => {
    expect(verdictText(rehearsed([line('a', 'pays'), line('b', 'pays')]))).toBe('2 of 2 will be paid.');
    expect(verdictText(rehearsed([]))).toBe('0 of 0 will be paid.');
  });

  it('names what is not, what could not be read, and what is missing', () => {
    const lines = [line('a', 'pays'), line('b', 'pays later'), line('c', 'held'), line('d', 'refused'), line('e', 'over'), line('f', 'short'), line('g', 'short', { amount: { minor: 5, currency: 'USD' } })];
    expect(verdictText(rehearsed(lines, { unreadable, lanes: [lane({ availableMinor: 2_000 }), lane({ currency: 'USD' })] }))).toBe(
      '1 of 8 will be paid; 1 will be refused; 1 will be held; 2 will wait for funds; 1 not waiting to be paid; 1 will be paid later; 1 could not be read; 10.00 EUR, 0.05 USD missing.',
    );
  });
});
