import { moneyText } from '../../companion/domain/money.ts';
import { lateFunding, programs } from '../month-end.ts';
import { feesAllocated, ratesMove } from './rates-and-fees.ts';
import { receipts } from './receipts.ts';
import { isOnRun, rehearsedRun } from './rehearsed-run.ts';
import type { Scene } from './scene.ts';

/** The first answer to the EUR program is lost after the money was taken, when nobody may send again; and some webhooks come twice. */
async function badWeather({ outside }: Scene): Promise<void> {
  const program = programs.find(({ currency }) => currency === 'EUR')?.program ?? '';
  outside.world.weather.add({ door: `POST /v4/programs/${program}/masspayouts`, standIn: 'payoneer', when: 'after', reply: 'drop' }, { webhooks: 'twice', chance: 0.15 });
}

/** The approver works through the list, a handful at a time, and says no to one. */
async function approvals({ outside, cast, having, tell, name, pause, over }: Scene): Promise<void> {
  const first = cast.filter((request) => request.wave === 1 && !isOnRun(request));
  const [no] = having('is rejected');
  const yes = first.filter((request) => request !== no);
  tell(`Finance submits ${first.length} requests; the approver starts to decide.`);
  for (let at = 0; at < yes.length && !over(); at += 11) {
    outside.approve(yes.slice(at, at + 11).map(({ id }) => id));
    await pause(60);
  }
  if (!no || over()) return;
  outside.reject([no.id]);
  tell(`The approver rejects ${name(no)}: "${no.purpose}".`);
}

async function lostAnswer({ having, until, status, tell }: Scene): Promise<void> {
  const lost = having('answer lost');
  if (!(await until(() => lost.some((request) => status(request) === 'Outcome Unknown')))) return;
  tell("Payoneer took a EUR batch and its answer was lost. The companion asks what became of it, and sends nothing twice.");
  if (await until(() => lost.every((request) => status(request) !== 'Outcome Unknown'))) tell('Payoneer knows every payout of it.');
}

async function duplicates({ outside, cast, having, until, all, status, name, tell, pause }: Scene): Promise<void> {
  const [released, kept] = [having('twin released'), having('twin kept')];
  const twins = [...released, ...kept];
  const originals = cast.filter(({ wave, invoice }) => wave === 1 && twins.some((twin) => twin.invoice === invoice));
  if (!(await until(() => originals.every((request) => !['Draft', 'Submitted', 'Approved for Payout'].includes(status(request)))))) return;
  outside.approve(twins.map(({ id }) => id));
  tell(`${twins.length} invoices come in a second time, and the approver approves them too.`);
  if (!(await all(twins, 'On Hold'))) return;
  tell(`All ${twins.length} are held as possible duplicates.`);
  await pause(800);
  for (const twin of released) outside.ask(twin.id, 'Release', 'A second print run was ordered under the same invoice number');
  tell(`Finance, who did not approve them, releases ${released.map(name).join(', ')} with a reason; the others stay held.`);
}

async function funding({ outside, having, all, tell, pause }: Scene): Promise<void> {
  const waiting = having('short of funds');
  if (!(await all(waiting, 'Awaiting Funds'))) return;
  tell(`${waiting.length} ${lateFunding.currency} requests wait: the program's balance does not suffice.`);
  await pause(1_500);
  await outside.payoneer.fund(lateFunding.program, lateFunding.amountMinor);
  tell(`The treasurer sends ${moneyText({ minor: lateFunding.amountMinor, currency: lateFunding.currency })} to the program. Nobody touches the requests.`);
}

async function payeeActs({ outside: { payoneer }, having, until, all, name, recipient, tell, pause }: Scene): Promise<void> {
  const [request] = having('payee must act');
  if (!request || !(await until(() => payoneer.payouts().some(({ payeeId }) => payeeId === request.payee)))) return;
  await payoneer.setPayee(request.payee, { status: 'Pending' });
  if (!(await all([request], 'Action Required'))) return;
  tell(`Payoneer asks the ${recipient(request)}, to confirm their details; ${name(request)} waits for them.`);
  await pause(1_500);
  await payoneer.setPayee(request.payee, { status: 'Active' });
  tell(`The ${recipient(request)}, has confirmed.`);
}

async function bankReturn({ outside, having, all, name, recipient, tell, pause }: Scene): Promise<void> {
  const [request] = having('bank return');
  if (!request || !(await all([request], 'Completed'))) return;
  await pause(1_000);
  await outside.payoneer.returnPayout(`${request.id}-01`);
  tell(`The bank of the ${recipient(request)}, sends the money of ${name(request)} back.`);
}

/** Somebody new is invited from a contact, registers behind the link, and is verified by a second person. */
async function onboarding({ outside, until, tell, pause }: Scene): Promise<void> {
  const { people, save, row } = outside;
  const [contact = ''] = save('Contact', [{ FirstName: 'Marisol', LastName: 'Vega Ortiz', Email: 'marisol@translations.example', MailingCountry: 'México' }], people.admin);
  const [id = ''] = save('Recipient_Account__c', [{ Contact__c: contact, Requested_Action__c: 'Invite' }], people.finance);
  const recipient = () => row('Recipient_Account__c', id);
  tell('Finance invites a new translator from her contact.');
  if (!(await until(() => Boolean(recipient().Onboarding_Link__c)))) return;
  tell("Payoneer's registration link is on the record, with her name, address and country; she is sent it.");
  await pause(1_200);
  await fetch(String(recipient().Onboarding_Link__c), { method: 'POST', body: new URLSearchParams({ decision: 'Active' }) });
  if (!(await until(() => recipient().Status__c === 'Active'))) return;
  tell(`She has registered, and Payoneer accepts her: ${String(recipient().Display_Name__c)}, ${String(recipient().Country__c)}, is Active. Nothing is paid to her yet.`);
  await pause(800);
  save('Recipient_Account__c', [{ Id: id, Verification__c: 'Verified' }], people.admin);
  tell('A second person has called her and verifies where the money goes.');
}

/** What the people and the banks of the month end do, all at the same time, each when their moment comes. */
export const plot: readonly ((scene: Scene) => Promise<void>)[] = [badWeather, rehearsedRun, approvals, onboarding, lostAnswer, duplicates, funding, receipts, payeeActs, bankReturn, ratesMove, feesAllocated];
