import { statusOf } from '../../sandbox/payoneer/state.ts';
import { decimalText } from '../../companion/domain/money.ts';
import { referenceOf } from '../../companion/domain/payout.ts';
import type { OutsideWorld } from '../outside-world.ts';
import { happenInFinance } from './finance-happenings.ts';
import { tend } from './tend.ts';
import { minuteMs, type Happening } from './plan.ts';
import type { Simulation } from './simulation-state.ts';
import { origins, programs } from './stage.ts';
import { rehearseNow } from './rehearsing.ts';
import { begin, replace } from './replace.ts';

/** What a treasurer sends to each program, and what another system pays from it, in minor units. */
export const loadMinor = 1_000_000_00;
export const strangerMinor = 10_00;

/** Faults of the books strike the companion; a person would simply save again. */
function spared<T>({ org: { org } }: OutsideWorld, work: () => T): T {
  const faults = org.policies.failNextSaves.splice(0);
  try {
    return work();
  } finally {
    org.policies.failNextSaves.push(...faults);
  }
}

/** Lets one thing of the plan happen now. */
export async function happen(simulation: Simulation, happening: Happening): Promise<void> {
  const { stage: { outside }, witness, current } = simulation;
  if (happening.what !== 'tend') witness.note(`happens ${happening.what}`);
  switch (happening.what) {
    case 'wave': return wave(simulation, happening.debts);
    case 'tend': return tend(outside, simulation.chance, witness);
    case 'weather': return outside.world.weather.add(...happening.rules);
    case 'books fault': return void outside.org.org.policies.failNextSaves.push({ ...happening.fault });
    case 'doom': return current ? void (current.life.doom = { ...happening.doom }) : undefined;
    case 'restart': return replace(simulation);
    case 'copy': return copy(simulation);
    case 'restore': return restore(simulation, false);
    case 'marked restore': return restore(simulation, true);
    case 'second companion': return secondCompanion(simulation);
    case 'skew': return void (simulation.skew.ms = happening.skewMs);
    case 'pause': return pause(simulation, happening.on);
    case 'org pause': return orgPause(simulation, happening.on);
    case 'end sessions': return outside.org.endSessions();
    case 'fund': case 'bank return': case 'change payee': case 'stranger': case 'lie': return abroad(simulation, happening.what);
    default: return happenInFinance(simulation, happening);
  }
}

/** What happens at the provider's, or in people's records. */
async function abroad(simulation: Simulation, what: 'fund' | 'bank return' | 'change payee' | 'stranger' | 'lie'): Promise<void> {
  const { stage: { outside } } = simulation;
  switch (what) {
    case 'fund':
      for (const { program } of programs) await outside.payoneer.fund(program, loadMinor);
      return;
    case 'bank return': return bankReturn(simulation);
    case 'change payee': return changePayee(simulation);
    case 'stranger': return void (simulation.strangerWaits = true);
    case 'lie': {
      const pending = [...outside.payoneer.state.payouts.values()].flat().find((payout) => statusOf(payout) === 'Pending');
      if (pending) simulation.roads.lies.add(pending.reference);
    }
  }
}

async function wave(simulation: Simulation, debts: readonly number[]): Promise<void> {
  const { plan, stage: { outside }, witness, current, chance } = simulation;
  const raised = spared(outside, () => outside.raise(debts.map((index) => plan.debts[index]).filter((debt) => debt !== undefined)));
  // Not awaited: the stranger's call may hang in the same weather, and only time ends that.
  if (simulation.strangerWaits && raised[0]) void stranger(simulation, raised[0]).catch(() => witness.note('the stranger met the weather'));
  simulation.strangerWaits = false;
  await rehearseNow(simulation, raised);
  spared(outside, () => outside.approve(raised));
  witness.note(`approved ${raised.length}`);
  if (!current || current.life.dead || !chance.happens(0.8)) return;
  // The org's event wakes the companion; a lost one leaves it to the sweep. The number stands for the replay id.
  const event = { name: 'work.requested', data: { kind: 'payout.approved', ids: raised } };
  const letter = { connection: 'salesforce', event: event.name, key: `replay-${witness.lines.length}`, flags: [], request: { method: 'EVENT', headers: [], url: 'event:work.requested', body: new TextEncoder().encode(JSON.stringify(event)) } };
  // Not counted as work under way: a process that dies in the middle of it never answers.
  void current.assembly.store.inbox.keep(letter);
}

/** Another system that uses the same program has used the same reference before us, for somebody else. */
async function stranger({ stage, witness, plan }: Simulation, requestId: string): Promise<void> {
  const { outside } = stage;
  const program = plan.payees.find((payee) => outside.recipients.get(payee.id) === outside.request(requestId).Recipient__c)?.program ?? '';
  await outside.payoneer.setPayee('stranger-1', { status: 'Active' });
  await outside.payoneer.fund(program, strangerMinor);
  const token = await stage.reach.payoneer(`${origins.payoneer}/api/v2/oauth2/token`, { method: 'POST', headers: { authorization: `Basic ${btoa('sandbox-client:sandbox-secret')}`, 'content-type': 'application/x-www-form-urlencoded' }, body: 'grant_type=client_credentials' });
  const { access_token: bearer } = (await token.json()) as { access_token: string };
  const body = JSON.stringify({ Payments: [{ client_reference_id: referenceOf(requestId, 1), payee_id: 'stranger-1', description: 'Somebody else', currency: programs.find((each) => each.program === program)?.currency, amount: decimalText({ minor: strangerMinor, currency: 'USD' }) }] });
  const answer = await stage.reach.payoneer(`${origins.payoneer}/v4/programs/${program}/masspayouts`, { method: 'POST', headers: { authorization: `Bearer ${bearer}`, 'content-type': 'application/json' }, body });
  witness.note(`stranger posted ${referenceOf(requestId, 1)} = ${answer.status}`);
}

async function copy(simulation: Simulation): Promise<void> {
  await (await simulation.stage.store(0)).copy();
  simulation.copiedAt = simulation.stage.clock.now();
}

/** The machine's disk is put back from the copy; `marked` when it was done with the tool that says so in the store. */
async function restore(simulation: Simulation, marked: boolean): Promise<void> {
  const { copiedAt, stage } = simulation;
  if (copiedAt === undefined || !simulation.current || simulation.current.life.dead) return;
  await replace(simulation, async () => {
    const shelf = await stage.store(0);
    await shelf.restore();
    if (marked) await shelf.db.query("update installation set mode = 'recovery'");
    simulation.forgotten.push({ from: copiedAt, to: stage.clock.now() });
  });
}

/** Somebody starts another companion for the same org, and stops it when the mistake is seen. */
async function secondCompanion(simulation: Simulation): Promise<void> {
  if (simulation.second) return;
  const process = await begin(simulation, 1);
  simulation.stage.clock.after(90 * minuteMs, () => {
    process.life.dead = true;
    simulation.witness.note('the second companion ends');
  });
}

function pause({ current, witness, stage }: Simulation, on: boolean): void {
  current?.assembly.pause(on);
  witness.paused = on ? stage.clock.now() : undefined;
}

function orgPause({ stage: { outside } }: Simulation, on: boolean): void {
  const known = [...outside.org.org.rows('Quittance_Settings__c').values()].find((row) => row.SetupOwnerId === outside.org.org.id);
  spared(outside, () => outside.save('Quittance_Settings__c', [{ ...(known ? { Id: String(known.Id) } : { SetupOwnerId: outside.org.org.id }), Pause_All__c: on }], outside.people.admin));
}

async function bankReturn({ stage: { outside }, chance, witness }: Simulation): Promise<void> {
  const paid = [...outside.payoneer.state.payouts.values()].flat().filter((payout) => statusOf(payout) === 'Transferred' && !payout.payeeId.startsWith('stranger'));
  const one = paid[chance.whole(0, Math.max(0, paid.length - 1))];
  if (!one) return;
  await outside.payoneer.returnPayout(one.reference);
  witness.note(`returned ${one.reference}`);
}

/** Finance changes where a recipient is paid: it counts as unverified until a second person has confirmed it. */
async function changePayee({ stage: { outside }, plan, chance, witness }: Simulation): Promise<void> {
  const payee = plan.payees[chance.whole(0, plan.payees.length - 1)];
  const id = outside.recipients.get(payee?.id ?? '');
  if (!payee || !id) return;
  await outside.payoneer.setPayee(`${payee.id}-new`, { status: 'Active' });
  const confirmed = chance.happens(0.5);
  spared(outside, () => outside.save('Recipient_Account__c', [{ Id: id, Payee_Key__c: `payoneer:sandbox:${payee.program}:${payee.id}-new` }], outside.people.finance));
  if (confirmed) spared(outside, () => outside.save('Recipient_Account__c', [{ Id: id, Verification__c: 'Verified' }], outside.people.admin));
  witness.note(`payee of ${payee.id} changed`);
}
