import { describe, expect, it } from '@jest/globals';
import { isWorkingDay, momentOf, publications } from './calendar.ts';
import { readDailyFile } from './daily-file.ts';

const file = (cubes: string): string => `<?xml version="1.0" encoding="UTF-8"?>
<gesmes:Envelope xmlns:gesmes="http://www.gesmes.org/xml/2002-08-01" xmlns="http://www.ecb.int/vocabulary/2002-08-01/eurofxref">
\t<gesmes:subject>Reference rates</gesmes:subject>
\t<gesmes:Sender>
\t\t<gesmes:name>European Central Bank</gesmes:name>
\t</gesmes:Sender>
\t<Cube>
${cubes}
\t</Cube>
</gesmes:Envelope>`;
const usd = "<Cube currency='USD' rate='1.0920'/>";

describe('the daily file', () => {
  it('is read with quotes of either kind, digit for digit', () => {
    expect(readDailyFile(file(`<Cube time='2026-11-20'>${usd}<Cube currency="JPY" rate="158.11"/></Cube>`))).toEqual({ day: '2026-11-20', rates: [{ currency: 'USD', rate: '1.0920' }, { currency: 'JPY', rate: '158.11' }] });
  });

  it.each([
    ['two days', file(`<Cube time='2026-11-20'>${usd}</Cube><Cube time='2026-11-19'>${usd}</Cube>`), /exactly one day/],
    ['no day', file(`<Cube>${usd}</Cube>`), /exactly one day/],
    ['a currency twice', file(`<Cube time='2026-11-20'>${usd}${usd}</Cube>`), /two rates/],
    ['a rate that is none', file("<Cube time='2026-11-20'><Cube currency='RUB' rate='N/A'/></Cube>"), /the rate "N\/A"/],
    ['a rate of nothing', file("<Cube time='2026-11-20'><Cube currency='USD' rate='0'/></Cube>"), /the rate "0"/],
    ['no rates', file("<Cube time='2026-11-20'></Cube>"), /holds no rate/],
    ['half of it', file(`<Cube time='2026-11-20'>${usd}</Cube>`).slice(0, -20), /not a whole/],
    ['the page of a proxy', '<html><body>Sign in</body></html>', /not a whole/],
    ['a document type', `<!DOCTYPE x [<!ENTITY a "b">]>${file(`<Cube time='2026-11-20'>${usd}</Cube>`)}`, /document type/],
  ])('is refused as a whole with %s', (_, xml, why) => {
    expect(() => readDailyFile(xml)).toThrow(why);
  });
});

describe('the calendar of publications', () => {
  it.each([['2026-11-20', true], ['2026-11-21', false], ['2026-04-03', false], ['2026-04-06', false], ['2026-04-07', true], ['2026-05-01', false], ['2026-12-25', false], ['2027-03-26', false], ['2027-01-01', false]])('knows that %s is a working day: %s', (day, working) => {
    expect(isWorkingDay(day)).toBe(working);
  });

  it('keeps the time of Frankfurt in winter and in summer', () => {
    expect([momentOf('2026-11-20', '16:15'), momentOf('2026-07-20', '16:15')].map((at) => new Date(at).toISOString())).toEqual(['2026-11-20T15:15:00.000Z', '2026-07-20T14:15:00.000Z']);
  });

  it('finds the last and the next publication over Easter', () => {
    const { last, next } = publications(Date.parse('2026-04-05T12:00:00Z'), '16:15');
    expect([last.day, next.day]).toEqual(['2026-04-02', '2026-04-07']);
  });
});
