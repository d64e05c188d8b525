import { expect } from '@jest/globals';
import type { Companion } from '../../companion/start.ts';
import { eventually, type Companions } from '../engine/companions.ts';
import type { Outside } from '../engine/story.ts';
import { freshDebt } from '../flows/debts.ts';
import { submissionDoor, unknownPayout } from '../flows/provider-weather.ts';

export const until = (outside: Outside, id: string, status: string): Promise<void> => eventually(() => expect(outside.request(id).Status__c).toBe(status), 25_000);
export const toldAll = (companion: Companion): Promise<void> => eventually(async () => expect(await companion.assembly.store.outbox.backlog()).toBe(0));
export const issuesIn = ({ org }: Outside): string[] => [...org.org.rows('Sync_Issue__c').values()].map((row) => String(row.Kind__c));
export const patientTiming = { giveUpAfterMs: 2_500, returnAsksMs: [60_000] };

/** The provider took a payout whose answer was lost, and does not know it for long: a person is to decide. The store was copied then, and a companion goes on with its own. */
export async function copiedWhileUnknown(outside: Outside, companions: Companions): Promise<{ readonly id: string; readonly copy: string; readonly ranOn: Companion }> {
  const folder = companions.folder();
  const first = await companions.start(folder, { timing: patientTiming });
  outside.world.weather.add({ door: submissionDoor, when: 'after', reply: 'drop' }, { webhooks: 'lost', times: 1_000 });
  const [id = ''] = outside.raise([freshDebt('payee-1', 9, 'Late')]);
  outside.world.weather.add({ door: `GET /v4/programs/:program/payouts/${id}-01/status`, when: 'before', reply: unknownPayout, times: 100_000 });
  outside.approve([id]);
  await until(outside, id, 'On Hold');
  await toldAll(first);
  await companions.stop(first);
  const copy = companions.copy(folder);
  return { id, copy, ranOn: await companions.start(folder, { timing: patientTiming }) };
}
