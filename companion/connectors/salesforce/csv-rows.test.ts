import { describe, expect, it } from '@jest/globals';
import { csvRows } from './csv-rows.ts';

describe('a page of a bulk query', () => {
  it('is read as REST answers: parents as rows inside, nothing as null, an empty lookup as null', () => {
    expect(csvRows('"Id","Recipient__r.Id","Recipient__r.Owner.Name","Funding__r.Program__c"\n"1","2","Ann ""A"", Lee\r\nLtd",""\n')).toEqual([
      { Id: '1', Recipient__r: { Id: '2', Owner: { Name: 'Ann "A", Lee\r\nLtd' } }, Funding__r: null },
    ]);
  });

  it('keeps every digit of a number, and writes none with an exponent', () => {
    expect(csvRows('"Id","A__c","Text__c"\n"1","1.23456789012345E9","1E9"\n"2","123456789012345.678","x"\n', ['A__c'])).toEqual([
      { Id: '1', A__c: '1234567890.12345', Text__c: '1E9' }, { Id: '2', A__c: '123456789012345.678', Text__c: 'x' },
    ]);
  });

  it.each([['no rows', '"Id"\n'], ['nothing at all', '']])('with %s has none', (_, text) => expect(csvRows(text)).toEqual([]));

  it.each([['is cut off inside a value', '"Id","Name"\n"1","Na'], ['lacks a column', '"Id","Name"\n"1"\n'], ['is a page of a proxy', '<html>"no"</html>\n<p>']])('that %s is refused as a whole', (_, text) => {
    expect(() => csvRows(text)).toThrow(/could not be read as CSV/);
  });
});
