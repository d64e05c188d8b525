import { statusOf } from '../../sandbox/payoneer/state.ts';
import { decideApproval } from '../../sandbox/salesforce/approval-decide.ts';
import { submitForApproval } from '../../sandbox/salesforce/approval-submit.ts';
import type { Lie } from './lie.ts';
import { spared } from './machine.ts';
import { programs } from './stage.ts';
import type { Happening } from './happening.ts';
import type { Simulation } from './simulation-state.ts';
import { tend, truthsOf } from './tend.ts';

/** What a treasurer sends to each program, and what another system pays from it, in minor units. */
export const loadMinor = 1_000_000_00;
export const strangerMinor = 10_00;

/** What people do in the org and at the provider's, beside raising and approving. */
export const hands = {
  tend: ({ stage: { outside }, chance, witness }) => tend(outside, chance, witness),
  async fund({ stage: { outside }, witness }) {
    for (const { program } of programs) await outside.payoneer.fund(program, loadMinor);
    witness.struck('people: funds arrive');
  },
  'funds leave': fundsLeave,
  'bank return': bankReturn,
  'change payee': changePayee,
  'deactivate payee': deactivatePayee,
  lie: (simulation) => lie(simulation, 'Pending', { says: 'cancelled', insteadOf: ['Pending', 'In Review'] }),
  'lie after the end': (simulation) => lie(simulation, 'Transferred', { says: 'pending', insteadOf: ['Transferred'] }),
  correct,
  'edit after approval': (simulation) => edit(simulation, 'api'),
  'rule switched off': (simulation) => edit(simulation, 'approval'),
} satisfies { readonly [W in Happening['what']]?: (simulation: Simulation) => Promise<void> | void };

/** A few requests stay drafts, wait for their approver, are rejected or taken back: the rest is to be approved. */
export function decideOtherwise(simulation: Simulation, id: string): 'approve' | 'done' {
  if (!simulation.chance.happens(0.12)) return 'approve';
  sendElsewhere(simulation, id);
  return 'done';
}

/** Anything that can become of a request but an approval. */
function sendElsewhere({ stage: { outside }, chance }: Simulation, id: string): 'draft' | 'submitted' | 'reject' | 'recall' {
  const { org, people } = outside;
  return spared(outside, () => {
    const choice = chance.pick(['draft', 'submitted', 'reject', 'recall'] as const);
    if (choice === 'draft') return choice;
    if (choice === 'reject') outside.reject([id]);
    if (choice === 'reject') return choice;
    const { newWorkitemIds: [item = ''] } = submitForApproval(org.org, { contextId: id, nextApproverIds: [people.approver.id] }, people.finance);
    if (choice === 'recall') decideApproval(org.org, { actionType: 'Removed', contextId: item }, people.finance);
    return choice;
  });
}

const payoutsIn = ({ stage: { outside } }: Simulation, status: string) => [...outside.payoneer.state.payouts.values()].flat().filter((payout) => statusOf(payout) === status && !payout.payeeId.startsWith('stranger'));

/** One comes back; of very many an eighth, as when a bank closes. */
async function bankReturn(simulation: Simulation): Promise<void> {
  const { stage: { outside }, chance, witness } = simulation;
  const paid = payoutsIn(simulation, 'Transferred');
  for (let count = Math.min(paid.length, Math.max(1, Math.floor(paid.length / 100) * 12)); count > 0; count--) {
    const [one] = paid.splice(chance.whole(0, paid.length - 1), 1);
    if (!one) return;
    witness.struck('provider: bank return');
    await outside.payoneer.returnPayout(one.reference);
    witness.note(`returned ${one.reference}`);
  }
}

/** A replica that lags, or confuses two payouts. */
function lie(simulation: Simulation, status: string, told: Lie): void {
  const one = payoutsIn(simulation, status).at(-1);
  if (one) simulation.roads.lies.set(one.reference, told);
}

/** Finance changes where a recipient is paid: it counts as unverified until a second person has confirmed it. */
async function changePayee({ stage: { outside }, plan, chance, witness }: Simulation): Promise<void> {
  const payee = plan.payees[chance.whole(0, plan.payees.length - 1)];
  const id = outside.recipients.get(payee?.id ?? '');
  if (!payee || !id) return;
  witness.struck('people: payee changed');
  await outside.payoneer.setPayee(`${payee.id}-new`, { status: 'Active' });
  const confirmed = chance.happens(0.5);
  spared(outside, () => outside.save('Recipient_Account__c', [{ Id: id, Payee_Key__c: `payoneer:sandbox:${payee.program}:${payee.id}-new` }], outside.people.finance));
  if (confirmed) spared(outside, () => outside.save('Recipient_Account__c', [{ Id: id, Verification__c: 'Verified' }], outside.people.admin));
  witness.note(`payee of ${payee.id} changed`);
}

/** Somebody withdraws what is in the programs, and a treasurer notices some hours later. */
function fundsLeave(simulation: Simulation): void {
  const { stage: { outside, clock }, chance, witness } = simulation;
  witness.struck('people: funds leave');
  for (const { program } of programs) {
    const minor = (outside.payoneer.state.programs.get(program)?.wallet.minor ?? 0) - chance.whole(0, 300_00);
    if (minor <= 0) continue;
    simulation.withdrawn.push(minor);
    void outside.payoneer.fund(program, -minor);
    clock.after(chance.whole(2, 6) * 3_600_000, () => void outside.payoneer.fund(program, minor));
  }
}

/** The provider closes a payee's account, or wants another paper of it; and opens it again in half of all cases. */
async function deactivatePayee({ stage: { outside, clock }, plan, chance, witness }: Simulation): Promise<void> {
  const payee = plan.payees[chance.whole(0, plan.payees.length - 1)];
  if (!payee || (payee.standing ?? 'Active') !== 'Active') return;
  witness.struck('provider: payee deactivated');
  await outside.payoneer.setPayee(payee.id, { status: chance.pick(['Inactive', 'Pending']) });
  if (chance.happens(0.5)) clock.after(3 * 3_600_000, () => void outside.payoneer.setPayee(payee.id, { status: 'Active' }));
}

/** Somebody corrects what came back and has it approved anew, while the books take nothing from the companion. Who approves has asked the provider before. */
function correct(simulation: Simulation): void {
  const { stage: { outside }, chance, witness } = simulation;
  witness.struck('people: correction while a write waits');
  outside.world.weather.add({ standIn: 'salesforce', door: 'POST /services/data/:version/composite', when: chance.pick(['before', 'after']), times: 2, reply: chance.happens(0.5) ? 'drop' : { status: 503 } });
  const truthOf = truthsOf(outside);
  for (const row of outside.requests().filter(({ Status__c: status }) => ['Needs Correction', 'Rejected', 'Recalled'].includes(String(status)))) {
    const id = String(row.Id);
    try {
      spared(outside, () => outside.save('Payment_Request__c', [{ Id: id, Purpose__c: `${String(row.Purpose__c)}, corrected` }], outside.people.finance));
      const { paid, pending } = truthOf(id);
      const isOver = paid === 0 && !pending;
      if (isOver) spared(outside, () => outside.approve([id]));
      witness.note(`${String(row.Name)} was corrected and ${isOver ? 'approved' : sendElsewhere(simulation, id)}`);
    } catch (error) {
      witness.note(`${String(row.Name)} could not be corrected: ${String(error).slice(0, 80)}`);
    }
  }
}

/** The approver changes the amount of what is approved; or some automation of the customer's does, past every validation rule. */
function edit({ stage: { outside }, chance, witness }: Simulation, source: 'api' | 'approval'): void {
  const open = outside.requests().filter(({ Status__c: status }) => ['Approved for Payout', 'Scheduled', 'Awaiting Funds', 'Sending', 'In Progress', 'On Hold'].includes(String(status)));
  const row = open[chance.whole(0, Math.max(0, open.length - 1))];
  witness.struck(source === 'api' ? 'people: edit after approval' : 'people: rule switched off');
  if (!row) return;
  const [result] = spared(outside, () => outside.org.org.save('Payment_Request__c', [{ Id: String(row.Id), Amount__c: Number(row.Amount__c) + 1 }], { by: source === 'api' ? outside.people.approver : outside.people.admin, allOrNone: true, source }));
  witness.note(`${String(row.Name)} ${source === 'api' ? 'edited after approval' : 'changed past every rule'}: ${result?.success ? 'taken' : String(result?.errors[0]?.statusCode)}`);
}
