import { decideApproval } from '../../sandbox/salesforce/approval-decide.ts';
import type { Cast } from './stage.ts';
import type { Scene } from './scene.ts';

/** Everything in pounds goes as one run, and with it somebody the provider does not pay. */
export const isOnRun = ({ wave, currency, turn }: Pick<Cast, 'wave' | 'currency' | 'turn'>): boolean => wave === 1 && (currency === 'GBP' || turn === 'payee inactive');

/** What was foreseen of the run, in the words on its record, and by how many lines it was wrong in the end. */
export interface RehearsalFigures {
  readonly verdict: string;
  readonly wrong: number;
}

type Outside = Pick<Scene, 'outside'>;

/** What the books say was foreseen, beside what became of it. Empty until the rehearsal is answered. */
export function rehearsalsOf({ outside }: Outside): readonly RehearsalFigures[] {
  return [...outside.org.org.rows('Rehearsal__c').values()].filter((row) => row.Status__c === 'Answered').map((row) => {
    const { lines } = JSON.parse(String(row.Lines__c)) as { lines: readonly { i: string; v: string }[] };
    const wrong = lines.filter(({ i, v }) => (v === 'pays') !== (outside.request(i).Status__c === 'Completed')).length;
    return { verdict: String(row.Verdict__c), wrong };
  });
}

/** Finance asks what would happen to the run, looks at the answer, and submits; the approver says yes once. */
export async function rehearsedRun({ outside, cast, until, tell, pause }: Scene): Promise<void> {
  const { save, people, org, row } = outside;
  const requests = cast.filter(isOnRun);
  const [run = ''] = save('Payment_Run__c', [{ Label__c: 'Month end, United Kingdom and one late film', Approver__c: people.approver.id }], people.finance);
  save('Payment_Request__c', requests.map(({ id }) => ({ Id: id, Payment_Run__c: run })), people.finance);
  const [rehearsal = ''] = save('Rehearsal__c', [{ Payment_Run__c: run }], people.finance);
  if (!(await until(() => row('Rehearsal__c', rehearsal).Status__c === 'Answered'))) return;
  tell(`Finance rehearses a run of ${requests.length} before anybody approves it: ${String(row('Rehearsal__c', rehearsal).Verdict__c)} Nothing was sent.`);
  await pause(600);
  save('Payment_Run__c', [{ Id: run, Requested_Action__c: 'Submit', Requested_Reason__c: 'Rehearsed' }], people.finance);
  const item = (): string | undefined => org.org.related('ProcessInstance', 'TargetObjectId', run).filter(({ Status }) => Status === 'Pending')
    .flatMap(({ Id }) => org.org.related('ProcessInstanceWorkitem', 'ProcessInstanceId', String(Id))).map(({ Id }) => String(Id))[0];
  if (!(await until(() => item() !== undefined))) return;
  decideApproval(org.org, { actionType: 'Approve', contextId: item() ?? '' }, people.approver);
  tell('The approver approves the run once, for all of them.');
}
