import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { companionsOf, eventually, type Companions } from '../engine/companions.ts';
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

/** The provider took the first attempt, whose answer was lost, and does not know it for long; a person re-initiated, and the second was paid. The first is paid too. */
async function paidTwiceByThePerson(restored: boolean): Promise<string> {
  const { id, copy, ranOn } = await copiedWhileUnknown(outside, companions);
  outside.ask(id, 'Re-initiate', 'The provider says it does not know it', outside.people.admin);
  await until(outside, id, 'Completed');
  await toldAll(ranOn);
  if (restored) {
    await companions.stop(ranOn);
    await companions.start(copy, { timing: patientTiming });
    await pause(2_000);
  }
  expect(outside.paidTimes().get(id)).toBe(2);
  // Now the provider shows what it paid.
  outside.world.weather.clear();
  return id;
}

describe('an attempt a person gave up, which the provider pays after all beside the second', () => {
  it('is told to a person at once', async () => {
    await paidTwiceByThePerson(false);
    await eventually(() => expect(issuesIn(outside)).toContain('paid earlier attempt'), 30_000);
  }, 90_000);

  it('is told to a person also when the store was put back to before the second', async () => {
    await paidTwiceByThePerson(true);
    await eventually(() => expect(issuesIn(outside)).toContain('paid earlier attempt'), 30_000);
  }, 90_000);
});
