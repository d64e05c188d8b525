import { readdirSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { parseXml, type XmlNode } from '../../sandbox/salesforce/xml.ts';

/** What the package ships to look at rows with, by developer name, as its metadata says it. */
export interface ReportFiles {
  readonly reports: ReadonlyMap<string, XmlNode>;
  /** By the name a report calls them, `Payment_Requests__c`. */
  readonly reportTypes: ReadonlyMap<string, XmlNode>;
  readonly dashboards: ReadonlyMap<string, XmlNode>;
}

/** Reads every report, report type and dashboard below a source folder (`force-app`). Throws an Error that names a file that is no XML. */
export function readReportFiles(folder: string): ReportFiles {
  const paths = readdirSync(folder, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name)).sort();
  const named = (kind: string, suffix = ''): ReadonlyMap<string, XmlNode> =>
    new Map(paths.filter((path) => path.endsWith(`.${kind}-meta.xml`)).map((path) => [`${basename(path, `.${kind}-meta.xml`)}${suffix}`, nodeIn(path)]));
  return { reports: named('report'), reportTypes: named('reportType', '__c'), dashboards: named('dashboard') };
}

function nodeIn(path: string): XmlNode {
  try {
    return parseXml(readFileSync(path, 'utf8')).node;
  } catch (error) {
    throw new Error(`Preview: ${path} can't be read: ${error instanceof Error ? error.message : String(error)}. Correct the file.`);
  }
}
