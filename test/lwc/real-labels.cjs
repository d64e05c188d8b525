/** Components show the words of the package in tests too, so that a test reads what a person reads; an unknown label stays `c.Name`. */
const { readFileSync } = require('node:fs');
const { join } = require('node:path');
const { XMLParser } = require('fast-xml-parser');

const file = join(__dirname, '..', '..', 'force-app', 'main', 'platform', 'labels', 'CustomLabels.labels-meta.xml');
const { labels } = new XMLParser({ parseTagValue: false }).parse(readFileSync(file, 'utf8')).CustomLabels;
for (const { fullName, value } of labels) jest.doMock(`@salesforce/label/c.${fullName}`, () => ({ __esModule: true, default: value }), { virtual: true });
