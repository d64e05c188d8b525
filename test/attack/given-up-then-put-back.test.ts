import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { companionsOf, type Companions } from '../engine/companions.ts';
import { openOutside, type Outside } from '../engine/story.ts';
import { pause } from '../flows/eventually.ts';
import { copiedWhileUnknown, issuesIn, patientTiming, toldAll, until } from './copied-while-unknown.ts';

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

describe('a request a person gave up while nobody knew its outcome, and which the provider pays after all', () => {
  it.each([false, true])('is told to that person; the store was put back to before that: %s', async (restored) => {
    const { id, copy, ranOn } = await copiedWhileUnknown(outside, companions);
    outside.ask(id, 'Cancel', 'The provider does not know it; paid by cheque', outside.people.admin);
    await until(outside, id, 'Cancelled');
    await toldAll(ranOn);
    if (restored) await companions.stop(ranOn);
    // Now the provider shows what it paid.
    outside.world.weather.clear();
    if (restored) await companions.start(copy, { timing: patientTiming });
    await until(outside, id, 'Completed');
    await pause(2_000);
    expect(issuesIn(outside).filter((kind) => ['closed attempt alive', 'paid after all'].includes(kind))).not.toEqual([]);
  }, 90_000);
});
