import { decimalText } from '../../companion/domain/money.ts';
import { referenceOf } from '../../companion/domain/payout.ts';
import { happenInFinance } from './finance-happenings.ts';
import type { FinanceHappening } from './finance-plan.ts';
import { decideOtherwise, hands, strangerMinor } from './hands.ts';
import { lateNews, refuseByName } from './late-news.ts';
import { machine, spared } from './machine.ts';
import type { Happening } from './happening.ts';
import type { Simulation } from './simulation-state.ts';
import { origins, programs } from './stage.ts';
import { rehearseNow } from './rehearsing.ts';
import { atRest } from './stir.ts';

const isOf = <T extends object>(table: T, what: string): what is Extract<keyof T, string> => what in table;

/** Lets one thing of the plan happen now. */
export async function happen(simulation: Simulation, happening: Happening): Promise<void> {
  const { stage: { outside }, witness } = simulation;
  const { what } = happening;
  if (what !== 'tend') witness.note(`happens ${what}`);
  if (isOf(machine, what)) return (machine[what] as (simulation: Simulation, happening: Happening) => Promise<void> | void)(simulation, happening);
  if (isOf(hands, what)) return untilRest(simulation, Promise.resolve(hands[what](simulation)));
  if (isOf(lateNews, what)) return untilRest(simulation, lateNews[what](simulation));
  switch (happening.what) {
    case 'wave': return wave(simulation, happening.debts);
    case 'weather': return outside.world.weather.add(...happening.rules);
    case 'books fault': return void outside.org.org.policies.failNextSaves.push({ ...happening.fault });
    case 'ambush': return void simulation.ambush.push(happening.of);
    case 'stranger': return void (simulation.strangerWaits = true);
    default: return happenInFinance(simulation, happening as FinanceHappening);
  }
}

/** What the provider tells of it may reach a process that dies while it listens, and never answers: then only time goes on. @throws what went wrong before that. */
async function untilRest({ roads, witness }: Simulation, work: Promise<void>): Promise<void> {
  let rests = false;
  const done = work.catch((error: unknown) => {
    if (!rests) throw error;
    witness.blame({ rule: 'what the provider does comes to an end', detail: String(error) });
  });
  await Promise.race([done, atRest(roads.stir)]);
  rests = true;
}

async function wave(simulation: Simulation, debts: readonly number[]): Promise<void> {
  const { plan, stage: { outside }, witness, current, chance } = simulation;
  const raised = spared(outside, () => outside.raise(debts.map((index) => plan.debts[index]).filter((debt) => debt !== undefined)));
  // Not awaited: the stranger's call may hang in the same weather, and only time ends that.
  if (simulation.strangerWaits && raised[0]) void stranger(simulation, raised[0]).catch(() => witness.note('the stranger met the weather'));
  simulation.strangerWaits = false;
  await rehearseNow(simulation, raised);
  const approved = raised.filter((id) => decideOtherwise(simulation, id) === 'approve');
  if (simulation.refusalWaits && approved.length) refuseByName(simulation, approved);
  simulation.refusalWaits = false;
  spared(outside, () => outside.approve(approved));
  witness.coverage.requests += approved.length;
  witness.note(`approved ${approved.length}`);
  if (plan.listens || !current || current.life.dead || !chance.happens(0.8)) return;
  // The org's event wakes the companion; a lost one leaves it to the sweep. The number stands for the replay id.
  const event = { name: 'work.requested', data: { kind: 'payout.approved', ids: approved } };
  const letter = { connection: 'salesforce', event: event.name, key: `replay-${witness.lines.length}`, flags: [], request: { method: 'EVENT', headers: [], url: 'event:work.requested', body: new TextEncoder().encode(JSON.stringify(event)) } };
  // Not counted as work under way: a process that dies in the middle of it never answers.
  current.assembly.store.inbox.keep(letter).catch(() => witness.note('the letter could not be kept'));
}

/** Another system that uses the same program has used the same reference before us, for somebody else. */
async function stranger({ stage, witness, plan }: Simulation, requestId: string): Promise<void> {
  const { outside } = stage;
  witness.struck('provider: a stranger\'s reference');
  const program = plan.payees.find((payee) => outside.recipients.get(payee.id) === outside.request(requestId).Recipient__c)?.program ?? '';
  await outside.payoneer.setPayee('stranger-1', { status: 'Active' });
  await outside.payoneer.fund(program, strangerMinor);
  const token = await stage.reach.payoneer(`${origins.payoneer}/api/v2/oauth2/token`, { method: 'POST', headers: { authorization: `Basic ${btoa('sandbox-client:sandbox-secret')}`, 'content-type': 'application/x-www-form-urlencoded' }, body: 'grant_type=client_credentials' });
  const { access_token: bearer } = (await token.json()) as { access_token: string };
  const body = JSON.stringify({ Payments: [{ client_reference_id: referenceOf(requestId, 1), payee_id: 'stranger-1', description: 'Somebody else', currency: programs.find((each) => each.program === program)?.currency, amount: decimalText({ minor: strangerMinor, currency: 'USD' }) }] });
  const answer = await stage.reach.payoneer(`${origins.payoneer}/v4/programs/${program}/masspayouts`, { method: 'POST', headers: { authorization: `Bearer ${bearer}`, 'content-type': 'application/json' }, body });
  witness.note(`stranger posted ${referenceOf(requestId, 1)} = ${answer.status}`);
}
