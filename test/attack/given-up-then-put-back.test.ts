import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { companionsOf, eventually, type Companions } from '../engine/companions.ts';
import { openOutside, type Outside } from '../engine/story.ts';
import { freshDebt } from '../flows/debts.ts';
import { pause } from '../flows/eventually.ts';
import { submissionDoor, unknownPayout } from '../flows/provider-weather.ts';

let outside: Outside;
let companions: Companions;
beforeEach(async () => {
  outside = await openOutside();
  companions = companionsOf(outside);
});
afterEach(async () => {
  await companions.end();
  await outside.close();
});

const issues = (): string[] => [...outside.org.org.rows('Sync_Issue__c').values()].map((row) => String(row.Kind__c));
const until = (id: string, status: string): Promise<void> => eventually(() => expect(outside.request(id).Status__c).toBe(status), 25_000);

describe('a request a person gave up while nobody knew its outcome, and which the provider pays after all', () => {
  it.each([false, true])('is told to that person; the store was put back to before that: %s', async (restored) => {
    const folder = companions.folder();
    const timing = { giveUpAfterMs: 2_500, returnAsksMs: [60_000] };
    const first = await companions.start(folder, { timing });
    outside.world.weather.add({ door: submissionDoor, when: 'after', reply: 'drop' }, { webhooks: 'lost', times: 1_000 });
    const [id = ''] = outside.raise([freshDebt('payee-1', 9, 'Late')]);
    outside.world.weather.add({ door: `GET /v4/programs/:program/payouts/${id}-01/status`, when: 'before', reply: unknownPayout, times: 100_000 });
    outside.approve([id]);
    await until(id, 'On Hold');
    await eventually(async () => expect(await first.assembly.store.outbox.backlog()).toBe(0));
    await companions.stop(first);
    const copy = companions.copy(folder);
    const ranOn = await companions.start(folder, { timing });
    outside.ask(id, 'Cancel', 'The provider does not know it; paid by cheque', outside.people.admin);
    await until(id, 'Cancelled');
    await eventually(async () => expect(await ranOn.assembly.store.outbox.backlog()).toBe(0));
    if (restored) await companions.stop(ranOn);
    // Now the provider shows what it paid.
    outside.world.weather.clear();
    if (restored) await companions.start(copy, { timing });
    await until(id, 'Completed');
    await pause(2_000);
    expect(issues().filter((kind) => ['closed attempt alive', 'paid after all'].includes(kind))).not.toEqual([]);
  }, 90_000);
});
