import { referenceOf } from '../../companion/domain/payout.ts';
import { statusOf, type Payout } from '../../sandbox/payoneer/state.ts';
import { hourMs, minuteMs, type Happening } from './happening.ts';
import { pendingWords } from './lie.ts';
import { many } from './plan-crowd.ts';
import type { Simulation } from './simulation-state.ts';
import { startMs } from './stage.ts';

/** What the provider does to payouts it has taken, and says of them, beside paying them: to an eighth of those it fits where they are many, and to one at least. */
export const lateNews = {
  'provider cancels': (simulation) => eachOf(simulation, ['Pending', 'Pending Payee'], async ({ reference }) => {
    const why = simulation.chance.pick(['asked', 'inactivePayee', 'insufficient', 'bankRefused'] as const);
    await simulation.stage.outside.payoneer.cancelPayout(reference, why);
    return `the provider cancels ${reference}: ${why}`;
  }),
  'payee must act': (simulation) => eachOf(simulation, ['Pending'], ({ reference }) => Promise.resolve(waits(simulation, reference, simulation.chance.whole(10, 600) * minuteMs))),
  // It says cancelled, whoever asks, while it waits for the payee; then it pays. Paid only when the storm is over: the notice of it is all that tells.
  contradiction: (simulation) => eachOf(simulation, ['Pending'], ({ reference }) => {
    const { stage: { clock }, chance, roads } = simulation;
    const told = waits(simulation, reference, startMs + simulation.plan.calmMs - clock.now() + chance.whole(30, 400) * minuteMs);
    if (told) roads.lies.set(reference, { says: 'cancelled', insteadOf: pendingWords, until: clock.now() + chance.whole(1, 9) * hourMs, why: chance.pick(['asked', 'payee']) });
    return Promise.resolve(told && `${told}, and says that it is cancelled`);
  }),
  forgotten: (simulation) => eachOf(simulation, ['Pending', 'Pending Payee', 'Transferred'], ({ reference }) => {
    const { stage: { clock }, chance, roads } = simulation;
    roads.lies.set(reference, { says: 'not found', insteadOf: [...pendingWords, 'Transferred'], until: clock.now() + chance.pick([1, 4, 8]) * hourMs });
    return Promise.resolve(`the provider does not know ${reference} for a while`);
  }),
  'return denied': (simulation) => eachOf(simulation, ['Transferred'], async ({ reference }) => {
    const { stage: { outside, clock }, chance, roads } = simulation;
    await outside.payoneer.returnPayout(reference);
    roads.lies.set(reference, { says: chance.pick(['transferred', 'pending']), insteadOf: ['Cancelled'], until: clock.now() + chance.whole(1, 5) * hourMs });
    return `${reference} comes back, and not all replicas know it`;
  }),
  'refused by name': (simulation) => {
    simulation.refusalWaits = true;
    return Promise.resolve();
  },
} satisfies { readonly [W in Happening['what']]?: (simulation: Simulation) => Promise<void> };

async function eachOf({ stage: { outside }, chance, witness }: Simulation, statuses: readonly string[], strike: (payout: Payout) => Promise<string | undefined>): Promise<void> {
  const fitting = [...outside.payoneer.state.payouts.values()].flat().filter((payout) => statuses.includes(statusOf(payout)) && !payout.copyOf && !payout.payeeId.startsWith('stranger'));
  for (let count = Math.ceil(fitting.length / (fitting.length > many ? 8 : 20)); count > 0; count--) {
    const [payout] = fitting.splice(chance.whole(0, fitting.length - 1), 1);
    const told = payout && (await strike(payout));
    if (told) witness.note(told);
  }
}

function waits({ stage: { outside, clock }, witness }: Simulation, reference: string, forMs: number): string | undefined {
  if (!outside.payoneer.waitForPayee(reference)) return undefined;
  witness.struck('provider: payee deactivated');
  clock.after(forMs, () => outside.payoneer.goOn(reference));
  return `the provider waits for the payee of ${reference}`;
}

/** The provider refuses some of these by name, in words that mean the payee, the data, or nothing anybody here knows; and with them the whole batch. */
export function refuseByName({ stage: { outside }, chance }: Simulation, requestIds: readonly string[]): void {
  const [code, message] = chance.pick<readonly [number, string]>([[10_005, 'Payee was not found'], [1, 'The amount exceeds the limit of the payee'], [10_777, 'Held by compliance']]);
  const named = requestIds.filter((_, index) => index % 20 === 0).map((id) => ({ code: 400, sub_code: code, target: 'Payments', value: referenceOf(id, 1), message }));
  const body = { error: 'Bad Request', error_description: message, error_details: { code: 400, sub_code: null, errors: named } };
  outside.world.weather.add({ standIn: 'payoneer', door: 'POST /v4/programs/:program/masspayouts', when: 'before', times: chance.whole(1, 3), reply: { status: 400, body } });
}
