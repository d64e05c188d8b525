import { setTimeout as sleep } from 'node:timers/promises';
import { setApprovalProcessActive } from '../../sandbox/salesforce/approval-doors.ts';
import { submitForApproval } from '../../sandbox/salesforce/approval-submit.ts';
import { programs } from '../month-end.ts';
import type { Cast, Stage } from '../story/stage.ts';

/** Longer than any step takes; what is not there by then is missing from the pictures, and said. */
const stepMs = 25_000;

/** Waits until the request stands as wanted, and tells of one that does not: on a busy machine a payment may be faster than its weather. */
async function arrived({ outside }: Stage, { id }: Cast, status: string, tell: (text: string) => void): Promise<void> {
  const now = (): string => String(outside.request(id).Status__c);
  for (const end = Date.now() + stepMs; now() !== status && Date.now() < end;) await sleep(100);
  if (now() !== status) tell(`No picture of ${status}: ${String(outside.request(id).Name)} stands as ${now()}. Take the pictures again when the machine has less to do.`);
}

/** Some drafts in a run that waits for its approver; another run is still being put together. */
function prepareRuns({ outside }: Stage, drafts: readonly Cast[]): void {
  const { org: { org }, people } = outside;
  setApprovalProcessActive(org, 'Run_Approval', true);
  const [submitted, open] = outside.save('Payment_Run__c', ['Month end, second part', 'Royalties'].map((Label__c) => ({ Label__c, Approver__c: people.approver.id })), people.finance);
  const put = (run: string | undefined, requests: readonly Cast[]): unknown => outside.save('Payment_Request__c', requests.map(({ id }) => ({ Id: id, Payment_Run__c: run ?? null })), people.finance);
  put(submitted, drafts.slice(0, 4));
  put(open, drafts.slice(4, 6));
  outside.save('Payment_Run__c', [{ Id: submitted ?? '', Requested_Action__c: 'Submit' }], people.finance);
}

/** Whoever is paid from the EUR program: its payouts go out and no answer comes back, neither to the submission nor to any question. */
function loseAnswers({ outside }: Stage): void {
  const program = programs.find(({ currency }) => currency === 'EUR')?.program ?? '';
  const lost = { standIn: 'payoneer', when: 'after', reply: 'drop', times: 10_000 } as const;
  outside.world.weather.add({ ...lost, door: `POST /v4/programs/${program}/masspayouts` }, { ...lost, door: `GET /v4/programs/${program}/payouts/*` });
}

/** Plays until a request stands in every status that a page shows differently. */
export async function playABit(stage: Stage, tell: (text: string) => void): Promise<void> {
  const { outside, cast } = stage;
  const { org: { org }, people, payoneer } = outside;
  const having = (turn: Cast['turn']): Cast => cast.find((request) => request.turn === turn) ?? (cast[0] as Cast);
  const [actor, scheduled, short] = [having('payee must act'), having('payout date ahead'), having('short of funds')];
  const plain = cast.filter(({ wave, turn }) => wave === 1 && turn === undefined);
  const [returned] = plain;
  const [waiting, ...left] = plain.filter((_, at) => at % 3 === 1);
  prepareRuns(stage, left);
  const chosen = cast.filter((request) => request.wave === 1 && request !== waiting && !left.includes(request) && !['is rejected', 'answer lost'].includes(request.turn ?? ''));
  outside.approve(chosen.map(({ id }) => id));
  outside.reject([having('is rejected').id]);
  for (const end = Date.now() + stepMs; Date.now() < end && !payoneer.payouts().some(({ payeeId }) => payeeId === actor.payee);) await sleep(20);
  await payoneer.setPayee(actor.payee, { status: 'Pending' });
  await Promise.all([arrived(stage, actor, 'Action Required', tell), arrived(stage, scheduled, 'Scheduled', tell), arrived(stage, short, 'Awaiting Funds', tell), returned && arrived(stage, returned, 'Completed', tell)]);
  if (returned) await payoneer.returnPayout(`${returned.id}-01`);
  outside.ask(short.id, 'Hold', 'The invoice is disputed');
  // One request waits for the approver, and stays so.
  if (waiting) submitForApproval(org, { contextId: waiting.id, nextApproverIds: [people.approver.id] }, people.finance);
  loseAnswers(stage);
  const lost = having('answer lost');
  outside.approve([lost.id]);
  await Promise.all([arrived(stage, short, 'On Hold', tell), arrived(stage, lost, 'Outcome Unknown', tell), returned && arrived(stage, returned, 'Returned', tell)]);
}
