import { describe, expect, it } from '@jest/globals';
import { summarise, verdictText, type RehearsedLine } from '../../domain/rehearsal.ts';
import { linesText, summaryText } from './rehearsal-text.ts';

const line = (at: number, more: Partial<RehearsedLine> = {}): RehearsedLine => ({
  requestId: `a02000000000${String(at).padStart(3, '0')}AAA`, name: `PR-${String(at).padStart(6, '0')}`, amount: { minor: 125_050, currency: 'USD' }, foresight: 'pays', why: '', program: '100200300',
  wantedOn: '2026-11-30', fee: { minor: 150, currency: 'USD' }, arrivesAt: '2026-12-01T10:00:00.000Z', asIfApproved: true, ...more,
});
const lane = { program: '100200300', currency: 'USD', availableMinor: 100_000, availableAt: 1_795_000_000_000, heldUp: undefined, isStopped: false };
const rehearsed = (lines: readonly RehearsedLine[]) => summarise({ at: '2026-11-21T10:00:00.000Z', lines, lanes: [lane], facts: { asOf: '2026-11-21T09:00:00.000Z', payeesNotAsked: 0 }, unreadable: [] });

describe('the text of a rehearsal', () => {
  it('has room for a thousand requests of different reasons', () => {
    const why = 'Not sent: the provider says the payee is inactive. Reactivate the payee or choose another recipient, then approve again.';
    const text = linesText(rehearsed(Array.from({ length: 1_000 }, (_, at) => line(at, { foresight: 'refused', why }))).lines);
    expect(text.length).toBeLessThanOrEqual(131_072);
    expect(JSON.parse(text)).toMatchObject({ reasons: [why], lines: { length: 1_000 } });
    expect(JSON.parse(text)).not.toHaveProperty('more');
  });

  it('leaves out what simply goes when there is no room, says how many, and stays readable', () => {
    const lines = rehearsed([...Array.from({ length: 50 }, (_, at) => line(at)), line(99, { foresight: 'held', why: 'Doubtful.' })]).lines;
    const told = JSON.parse(linesText(lines, 2_000)) as { lines: readonly { v: string }[]; more: number };
    expect(told.lines[0]?.v).toBe('held');
    expect(told.lines.length + told.more).toBe(51);
    expect(linesText(lines, 2_000).length).toBeLessThanOrEqual(2_000);
  });

  it('adds up costs, fees and what is missing, exactly', () => {
    const told = rehearsed([line(1), line(2, { foresight: 'short', fee: undefined }), line(3, { foresight: 'refused', program: undefined })]);
    expect(verdictText(told)).toBe('1 of 3 will be paid; 1 will be refused; 1 will wait for funds; 1,501.00 USD missing.');
    expect(JSON.parse(summaryText(told))).toMatchObject({
      counts: { pays: 1, short: 1, refused: 1 }, costs: [{ count: 2, amount: '2501.00', currency: 'USD', fee: '1.50', feeUnknown: 1 }],
      shortfalls: [{ available: '1000.00', missing: '1501.00', waits: 2, loads: [{ by: '2026-11-30', count: 2, amount: '1501.00' }] }],
    });
  });
});
