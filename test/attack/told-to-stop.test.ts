import { afterEach, expect, it } from '@jest/globals';
import { payeeOf } from '../flows/programs-and-payees.ts';
import { pause } from '../flows/eventually.ts';
import { paidTimes } from '../flows/witnesses.ts';
import { aroundSend, openAttackRig, type AttackRig } from './attack-rig.ts';

let rig: AttackRig;
afterEach(() => rig.end());

it('a companion that is told to stop ends the submission under way, begins no further one, and says why; the next one pays the rest', async () => {
  rig = await openAttackRig({ env: { PAYONEER_BATCH_LIMIT: '1' } });
  await rig.addPayees([payeeOf('p')]);
  const ids = rig.raise(Array.from({ length: 8 }, (_, at) => ({ payee: 'p', amount: `${at + 5}.00`, currency: 'USD', purpose: `P${at}` })));
  const { companion } = rig;
  let closing: Promise<void> | undefined;
  const sent: string[] = [];
  aroundSend(companion, async (real, batch) => {
    sent.push(...batch.map(({ requestId }) => requestId));
    const answer = await real();
    closing ??= companion.close();
    await pause(300);
    return answer;
  });
  rig.approve(ids);
  for (let waited = 0; waited < 200 && !closing; waited++) await pause(50);
  await closing;
  expect(sent).toHaveLength(1);
  const rows = await rig.database.query<{ id: string; stage: string; reason: string | null }>('select a.request_id as id, a.stage, p.reason from attempt a join payment p using (request_id)');
  const [left, others] = [rows.filter(({ id }) => sent.includes(id)), rows.filter(({ id }) => !sent.includes(id))];
  expect(left.map(({ stage }) => stage)).toEqual(['accepted']);
  expect(new Set(others.map(({ stage }) => stage))).toEqual(new Set(['withdrawn']));
  expect(new Set(others.map(({ reason }) => reason))).toEqual(new Set(['Not sent yet: the companion is being stopped. It goes out by itself.']));
  await rig.restart();
  await rig.until(ids, ['Completed'], 30_000);
  expect(ids.map((id) => paidTimes(rig, id))).toEqual(ids.map(() => 1));
}, 90_000);
