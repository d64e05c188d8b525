import { findingAdvice, type RecipientFinding } from '../domain/recipient-findings.ts';
import type { LoadRow } from '../store/first-load.ts';
import { loadId } from './first-load.ts';
import type { Noted } from './noted.ts';
import type { Office } from './office.ts';

/** How many records an issue names; all of them stand in the file. */
const named = 10;
const fileName = 'first-load-findings.csv';

/** A cell no spreadsheet takes for a formula. */
const cell = (text: string): string => `"${(/^[=+\-@\t\r]/.test(text) ? `'${text}` : text).replaceAll('"', '""')}"`;

/** Where all of them stand, in words. A disk that takes no file keeps nobody from hearing of them. */
async function keepFindings({ store: { firstLoad }, keepFile, tools }: Office): Promise<string> {
  const rows = (await firstLoad.findings()).map(({ recordId, finding, value }) => [recordId, finding, value].map(cell).join(','));
  try {
    return `All of them stand in ${keepFile(fileName, `"record id","finding","value"\n${rows.join('\n')}\n`)}, on the machine of the companion.`;
  } catch (error) {
    tools.log.warn('First load: the file of findings could not be written. They stay in the store, in the table first_load_finding.', { error: String(error) });
    return 'The file with all of them could not be written; they stay in the store, in the table first_load_finding.';
  }
}

async function reportRecipients(office: Office, row: LoadRow): Promise<Readonly<Record<string, number>>> {
  const { store: { firstLoad, issues }, tools } = office;
  await firstLoad.noteTwins('payee twice' satisfies RecipientFinding);
  const counts = await firstLoad.counts();
  if (!counts.length) return {};
  const file = await keepFindings(office);
  for (const { finding, count } of counts) {
    const { says, doThis } = findingAdvice[finding as RecipientFinding];
    const first = (await firstLoad.findings(finding, named)).map(({ recordId, value }) => (value ? `${recordId} (${value})` : recordId));
    await issues.raise({
      kind: 'first load', source: finding, severity: 'Warning', by: count, summary: `${count} of ${row.read} recipients ${says}`,
      detail: `${doThis} ${count > named ? `The first ${named}` : 'They are'}: ${first.join(', ')}. ${file}`,
    });
  }
  tools.log.warn(`First load: recipients were checked; ${counts.map(({ finding, count }) => `${finding}: ${count}`).join(', ')}. ${file}`);
  return Object.fromEntries(counts.map(({ finding, count }) => [finding, count]));
}

/** Says what was noticed: one issue for each kind, whatever the number of records, and a file with all of them. */
export async function report(office: Office, row: LoadRow): Promise<readonly Noted[]> {
  const found = row.part === 'recipients' ? await reportRecipients(office, row) : {};
  if (row.unreadable)
    await office.store.issues.raise({
      kind: 'first load', source: `unreadable ${row.part}`, severity: 'Warning', by: row.unreadable, summary: `${row.unreadable} of ${row.read} earlier records could not be read`,
      detail: 'They lack a field the companion needs, or hold a value it does not know. Payments among them have ended; they are not remembered for the search for duplicates, the daily limits and bank returns.',
    });
  return [{ id: loadId(row.part), note: { read: row.read, known: row.known, unreadable: row.unreadable, ...found } }];
}
