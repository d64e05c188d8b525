import type { Row } from '../../sandbox/salesforce/org.ts';
import { moneyFromDecimal, moneyText } from '../../companion/domain/money.ts';
import type { Scene } from './scene.ts';
import type { Stage } from './stage.ts';

/** Nobody's program is in this currency, so that no balance of the month end moves with what customers send. */
const currency = 'SEK';
const buyer = 'North Quay Games AB';

/** A receipt as the story's end shows it. */
export interface ReceiptFigures {
  readonly source: string;
  readonly amount: string;
  readonly match: string;
  readonly status: string;
}

/** What the three receipts have to come to: named by its reference, proposed by its sender's name and confirmed, and left for a person. */
const expected: Readonly<Record<string, string>> = { [buyer]: 'Matched', 'NORTH QUAY GAMES': 'Matched', 'Unknown sender': 'Unmatched' };

const rowsOf = ({ outside }: Pick<Stage, 'outside'>): Row[] => [...outside.org.org.rows('Revenue__c').values()];

export const receiptsOf = (stage: Pick<Stage, 'outside'>): readonly ReceiptFigures[] =>
  rowsOf(stage).map((row) => ({
    source: String(row.Source_Entity__c), match: String(row.Match_State__c), status: String(row.Status__c), amount: moneyText(moneyFromDecimal(String(row.Amount__c), String(row.Currency__c))),
  }));

/** Whether all receipts of the story are where they should be, and none is there twice. */
export function receiptsAsExpected(stage: Pick<Stage, 'outside'>): boolean {
  const receipts = receiptsOf(stage);
  return receipts.length === Object.keys(expected).length && receipts.every(({ source, match, status }) => expected[source] === match && status === 'Received');
}

/** The account holder opens the admin's link, says yes on the provider's page, and comes back. */
async function consent({ outside, until }: Scene): Promise<boolean> {
  const link = (): unknown => [...outside.org.org.rows('Connection__c').values()].find((row) => row.Connection_Key__c === 'payoneer')?.Consent_Link__c;
  if (!(await until(() => typeof link() === 'string' && link() !== ''))) return false;
  let page = String(link());
  for (let step = 0; step < 2; step++) page = (await fetch(page, { redirect: 'manual' })).headers.get('location') ?? '';
  return page !== '' && (await fetch(page)).ok;
}

/** Customers pay: one names the deal, one only itself, one nothing at all. */
export async function receipts(scene: Scene): Promise<void> {
  const { outside, until, tell, pause } = scene;
  const { payoneer, save, people } = outside;
  if (!(await consent(scene))) return;
  tell('The holder of the Payoneer account lets the companion read what arrives there; the consent is kept sealed.');
  const [account = ''] = save('Account', [{ Name: buyer }], people.admin);
  const [deal = ''] = save('Opportunity', [{ Name: 'Soundtrack licence', StageName: 'Closed Won', CloseDate: new Date().toISOString().slice(0, 10), AccountId: account }], people.admin);
  // What the account holds in crowns is seen on a record of its own.
  save('Funding_Account__c', [{ Account_Key__c: `payoneer:sandbox:4000001-${currency}`, Display_Name__c: `Payoneer account ${currency}`, Provider__c: 'payoneer', Currency__c: currency, Environment__c: 'sandbox', Connection_Key__c: 'payoneer' }], people.admin);
  payoneer.receive({ amountMinor: 48_000_00, currency, source: buyer, reference: deal, description: 'Soundtrack licence' });
  payoneer.receive({ amountMinor: 9_500_00, currency, source: 'NORTH QUAY GAMES' });
  payoneer.receive({ amountMinor: 120_00, currency, source: 'Unknown sender' });
  tell('Three customers pay in Swedish crowns: one names the deal, one only itself, one says nothing.');
  if (!(await until(() => outside.row('Opportunity', deal).Latest_Receipt__c != null))) return;
  tell('The first is matched by its reference, and the opportunity shows that its money has come.');
  const proposed = (): Row | undefined => rowsOf(scene).find((row) => row.Match_State__c === 'Proposed');
  if (!(await until(() => proposed() !== undefined))) return;
  await pause(800);
  save('Revenue__c', [{ Id: proposed()?.Id ?? '', Match_State__c: 'Matched' }], people.admin);
  tell(`The second is proposed for ${buyer}, and a person confirms it; the third waits in the list To Match.`);
}
