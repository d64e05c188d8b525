import { decideApproval } from '../../sandbox/salesforce/approval-decide.ts';
import { submitForApproval } from '../../sandbox/salesforce/approval-submit.ts';
import type { Row } from '../../sandbox/salesforce/org.ts';
import type { OwedHappening } from './owed-plan.ts';
import type { Simulation } from './simulation-state.ts';
import { programs } from './stage.ts';

/** What finance does with drafts that are owed in another currency than they are paid in. Faults of the books strike the companion; a person would simply save again. */
export function happenToOwed(simulation: Simulation, happening: OwedHappening): void {
  const { policies } = simulation.stage.outside.org.org;
  const faults = policies.failNextSaves.splice(0);
  act(simulation, happening);
  policies.failNextSaves.push(...faults);
}

function act(simulation: Simulation, happening: OwedHappening): void {
  const { plan, finance, witness, stage: { outside } } = simulation;
  if (!finance) return;
  if (happening.what === 'owed submitted') return submitAll(simulation, finance.owed);
  if (happening.what === 'owed otherwise') {
    const { payee: number, amount, currency } = happening.debt;
    const payee = plan.payees[number];
    const into = programs.find(({ program }) => program === payee?.program)?.currency ?? 'USD';
    finance.owed.push(...outside.raise([{ payee: payee?.id ?? '', currency: into, owed: { amount, currency }, purpose: `Owed ${finance.owed.length}`, invoice: `OWED-${finance.owed.length}` }]));
    return;
  }
  const id = finance.owed[happening.index];
  if (id === undefined || outside.request(id).Status__c !== 'Draft') return;
  const fields: Row = happening.what === 'owed amount changes' ? { Owed_Amount__c: happening.amount } : { Amount__c: null };
  outside.save('Payment_Request__c', [{ Id: id, ...fields }], outside.people.finance);
  if (outside.request(id).Amount__c != null) witness.blame({ rule: 'an amount goes with what it was converted from', requestId: id, detail: `${String(outside.request(id).Name)} kept its amount` });
}

/** Tries to submit every draft; the org lets go only those that have an amount. Somebody else approves them. */
function submitAll({ witness, stage: { outside } }: Simulation, ids: readonly string[]): void {
  const { org, people } = outside;
  for (const id of ids.filter((each) => outside.request(each).Status__c === 'Draft')) {
    const amount = outside.request(id).Amount__c;
    const submitted = submitForApproval(org.org, { contextId: id, nextApproverIds: [people.approver.id] }, people.finance);
    if (submitted.success !== (amount != null)) witness.blame({ rule: 'what is owed is submitted with its amount, or not at all', requestId: id, detail: `amount ${String(amount)}, ${JSON.stringify(submitted.errors)}` });
    if (submitted.success) decideApproval(org.org, { actionType: 'Approve', contextId: submitted.newWorkitemIds[0] ?? '' }, people.approver);
    witness.note(`owed ${String(outside.request(id).Name)} ${submitted.success ? `is approved over ${String(amount)}` : 'has no amount yet'}`);
  }
}
