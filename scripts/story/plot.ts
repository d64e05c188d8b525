import { setTimeout as sleep } from 'node:timers/promises';
import { moneyText } from '../../companion/domain/money.ts';
import { lateFunding, payees, programs, type Turn } from '../month-end.ts';
import type { Cast, Stage } from './stage.ts';

/** Says one thing that happens outside, in a sentence. */
export type Tell = (text: string) => void;

/** Longer than any step takes; what has not happened by then shows in the closing comparison. */
const stepMs = 30_000;

async function until(done: () => boolean, stop: AbortSignal): Promise<boolean> {
  const end = Date.now() + stepMs;
  while (!done()) {
    if (stop.aborted || Date.now() > end) return false;
    await sleep(40);
  }
  return true;
}

const nameOf = (payeeId: string): string => payees.find(({ id }) => id === payeeId)?.name ?? payeeId;

/** The people and banks of the month end, and when each of them acts. Resolves when everybody has done their part, or `stop` says so. */
export function openPlot(stage: Stage, tell: Tell, stop: AbortSignal) {
  const { outside, cast } = stage;
  const { payoneer } = outside;
  const status = (request: Cast): string => String(outside.request(request.id).Status__c);
  const name = (request: Cast): string => String(outside.request(request.id).Name);
  const having = (turn: Turn): readonly Cast[] => cast.filter((request) => request.turn === turn);
  const all = (requests: readonly Cast[], ...states: readonly string[]) => until(() => requests.every((request) => states.includes(status(request))), stop);
  const pause = (ms: number): Promise<void> => sleep(ms, undefined, { signal: stop }).catch(() => undefined);

  return {
    /** The approver works through the list, a handful at a time, and says no to one. */
    async approvals(): Promise<void> {
      const first = cast.filter(({ wave }) => wave === 1);
      const [no] = having('is rejected');
      const yes = first.filter((request) => request !== no);
      tell(`Finance submits ${first.length} requests; the approver starts to decide.`);
      for (let at = 0; at < yes.length && !stop.aborted; at += 11) {
        outside.approve(yes.slice(at, at + 11).map(({ id }) => id));
        await pause(60);
      }
      if (no) {
        outside.reject([no.id]);
        tell(`The approver rejects ${name(no)}: "${no.purpose}".`);
      }
    },

    /** The first answer to the EUR program is lost after the money was taken: exactly then nobody may send again. */
    badWeather(): void {
      const program = programs.find(({ currency }) => currency === 'EUR')?.program ?? '';
      outside.world.weather.add({ door: `POST /v4/programs/${program}/masspayouts`, standIn: 'payoneer', when: 'after', reply: 'drop' }, { webhooks: 'twice', chance: 0.15 });
    },

    async duplicates(): Promise<void> {
      const [released, kept] = [having('twin released'), having('twin kept')];
      const twins = [...released, ...kept];
      const originals = cast.filter(({ wave, invoice }) => wave === 1 && twins.some((twin) => twin.invoice === invoice));
      if (!(await until(() => originals.every((request) => !['Draft', 'Submitted', 'Approved for Payout'].includes(status(request))), stop))) return;
      outside.approve(twins.map(({ id }) => id));
      tell(`${twins.length} invoices come in a second time and are approved by mistake or with reason.`);
      if (!(await all(twins, 'On Hold'))) return;
      tell(`All ${twins.length} are held as possible duplicates.`);
      await pause(800);
      for (const twin of released) outside.ask(twin.id, 'Release', 'A second print run was ordered under the same invoice number');
      tell(`Finance, who did not approve them, releases ${released.map(name).join(', ')} with a reason; the others stay held.`);
    },

    async funding(): Promise<void> {
      const waiting = having('short of funds');
      if (!(await all(waiting, 'Awaiting Funds'))) return;
      tell(`${waiting.length} ${lateFunding.currency} requests wait: the program's balance does not suffice.`);
      await pause(1_500);
      await payoneer.fund(lateFunding.program, lateFunding.amountMinor);
      tell(`The treasurer sends ${moneyText({ minor: lateFunding.amountMinor, currency: lateFunding.currency })} to the program. Nobody touches the requests.`);
    },

    async payeeActs(): Promise<void> {
      const [request] = having('payee must act');
      if (!request || !(await until(() => payoneer.payouts().some(({ payeeId }) => payeeId === request.payee), stop))) return;
      await payoneer.setPayee(request.payee, { status: 'Pending' });
      if (!(await all([request], 'Action Required'))) return;
      tell(`Payoneer asks ${nameOf(request.payee)}, to confirm their details; ${name(request)} waits for them.`);
      await pause(1_500);
      await payoneer.setPayee(request.payee, { status: 'Active' });
      tell(`${nameOf(request.payee)}, has confirmed.`);
    },

    async bankReturn(): Promise<void> {
      const [request] = having('bank return');
      if (!request || !(await all([request], 'Completed'))) return;
      await pause(1_000);
      await payoneer.returnPayout(`${request.id}-01`);
      tell(`The bank of ${nameOf(request.payee)}, sends the money of ${name(request)} back.`);
    },
  };
}
