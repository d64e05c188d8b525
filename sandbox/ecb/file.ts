/** One day's rates: units for one euro as text. */
export interface Published {
  readonly day: string;
  readonly rates: Readonly<Record<string, string>>;
}

/** eurofxref-daily.xml byte for byte as the bank lays it out: tabs, single quotes, the prefix on the envelope only. */
export function fileOf({ day, rates }: Published): string {
  const cubes = Object.entries(rates).map(([currency, rate]) => `\t\t\t<Cube currency='${currency}' rate='${rate}'/>`);
  return [
    '<?xml version="1.0" encoding="UTF-8"?>',
    '<gesmes:Envelope xmlns:gesmes="http://www.gesmes.org/xml/2002-08-01" xmlns="http://www.ecb.int/vocabulary/2002-08-01/eurofxref">',
    '\t<gesmes:subject>Reference rates</gesmes:subject>', '\t<gesmes:Sender>', '\t\t<gesmes:name>European Central Bank</gesmes:name>', '\t</gesmes:Sender>',
    '\t<Cube>', `\t\t<Cube time='${day}'>`, ...cubes, '\t\t</Cube>', '\t</Cube>', '</gesmes:Envelope>',
  ].join('\n');
}
