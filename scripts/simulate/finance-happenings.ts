import type { OutsideWorld } from '../outside-world.ts';
import { setUpFees } from '../story/set-up-fees.ts';
import type { FinanceRecords } from './finance-records.ts';
import { buyer, deals, type FinanceHappening, type PlannedArrival } from './finance-plan.ts';
import { happenToOwed } from './owed-happenings.ts';
import { replace } from './replace.ts';
import type { Simulation } from './simulation-state.ts';

export const account = '4000001';

/** The variables a companion needs beside its own to read the account, the bank's file, and to report in euros. */
export const financeEnv = (consent: boolean, ecbUrl: string): Readonly<Record<string, string>> => ({
  ECB_POLL: 'on', ECB_URL: `${ecbUrl}/stats/eurofxref/eurofxref-daily.xml`, QUITTANCE_REPORTING_CURRENCY: 'EUR', QUITTANCE_RATE_MAX_AGE_HOURS: '1000',
  QUITTANCE_SECRET_KEYS: `simulated:${Buffer.alloc(32, 7).toString('base64')}`,
  ...(consent ? { PAYONEER_ACCOUNT_ID: account, PAYONEER_ACCOUNT_REFRESH_TOKEN: 'consent-1' } : {}),
});

/** A consent given on the provider's own page: a refresh token that lives sixty days. */
function give({ payoneer, world }: OutsideWorld, token: string): void {
  payoneer.state.tokens.set(token, { kind: 'refresh', expiresAt: world.clock.now() + 60 * 86_400_000 });
}

export function setUpFinance(outside: OutsideWorld): FinanceRecords {
  const { save, people, ecb } = outside;
  setUpFees(outside);
  const [customer = ''] = save('Account', [{ Name: buyer }], people.admin);
  const ids = save('Opportunity', Array.from({ length: deals }, (_, index) => ({ Name: `Deal ${index}`, StageName: 'Closed Won', CloseDate: '2026-03-01', AccountId: customer })), people.admin);
  give(outside, 'consent-1');
  return { deals: ids, arrivals: [], owed: [], published: new Set(publishedNow({ ecb })) };
}

const publishedNow = ({ ecb }: Pick<OutsideWorld, 'ecb'>): string[] => Object.entries(ecb.published.rates).map(([currency, rate]) => `${ecb.published.day} ${currency} ${rate}`);

/** Lets one thing of the finance plan happen now. */
export async function happenInFinance(simulation: Simulation, happening: FinanceHappening): Promise<void> {
  const { stage: { outside }, witness, finance } = simulation;
  if (!finance) return;
  switch (happening.what) {
    case 'arrival': return arrive(outside, finance, happening.arrival);
    case 'arrival settles': {
      const id = finance.arrivals[happening.index];
      return id === undefined ? undefined : outside.payoneer.settle(id, happening.status);
    }
    case 'bank publishes':
      outside.ecb.publish(happening.rates);
      return publishedNow(outside).forEach((line) => finance.published.add(line));
    case 'bank serves a page': return outside.ecb.serveInstead('<html><body>Maintenance</body></html>');
    case 'fee rule changes': return changeRule(outside);
    case 'owed otherwise': case 'owed amount changes': case 'owed amount asked anew': case 'owed submitted': return happenToOwed(simulation, happening);
    case 'consent again': return consentAgain(simulation, () => witness.note('the consent is given again'));
  }
}

function arrive({ payoneer, world }: OutsideWorld, finance: FinanceRecords, { deal, datedBackMs, ...arrival }: PlannedArrival): void {
  const reference = deal === undefined ? undefined : finance.deals[deal];
  finance.arrivals.push(payoneer.receive({ ...arrival, ...(reference === undefined ? {} : { reference }), ...(datedBackMs === undefined ? {} : { at: world.clock.now() - datedBackMs }) }));
}

function changeRule({ org: { org }, save, people }: OutsideWorld): void {
  const rule = [...org.rows('Fee_Allocation_Rule__c').values()].find((row) => row.Account_2__c != null);
  const faults = org.policies.failNextSaves.splice(0);
  if (rule) save('Fee_Allocation_Rule__c', [{ Id: String(rule.Id), Percent_1__c: '12.5', Percent_2__c: '87.5' }], people.admin);
  org.policies.failNextSaves.push(...faults);
}

/** A token of one use that was lost with a process or a disk is refused; then the connection says so, and the holder gives the consent again. */
async function consentAgain(simulation: Simulation, told: () => void): Promise<void> {
  const { stage: { outside }, plan, env } = simulation;
  const row = [...outside.org.org.rows('Connection__c').values()].find((each) => each.Connection_Key__c === 'payoneer');
  if (!plan.finance?.consent || !String(row?.Consent_State__c ?? '').toLowerCase().includes('refused')) return;
  const token = `consent-${outside.world.clock.now()}`;
  give(outside, token);
  Object.assign(env, { PAYONEER_ACCOUNT_REFRESH_TOKEN: token });
  told();
  await replace(simulation);
}
