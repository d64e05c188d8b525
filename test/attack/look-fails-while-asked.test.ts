import { afterEach, describe, expect, it } from '@jest/globals';
import { Problem } from '../../companion/domain/problem.ts';
import { eventually, pause } from '../flows/eventually.ts';
import { payeeOf } from '../flows/programs-and-payees.ts';
import { issuesOfKind } from '../flows/witnesses.ts';
import { openAttackRig, type AttackRig } from './attack-rig.ts';

let rig: AttackRig;
afterEach(() => rig.end());

describe.each([['rarely', 100_000], ['all the while', 250]])('a look at the books that times out each time, where somebody asks for one %s', (_word, everyMs) => {
  it('is told to a person', async () => {
    rig = await openAttackRig();
    await rig.addPayees([payeeOf('p')]);
    const books = rig.companion.assembly.books as { survey: typeof rig.companion.assembly.books.survey };
    books.survey = async () => {
      await pause(400);
      throw new Problem('unreachable', 'Salesforce: no answer within the deadline.');
    };
    const end = Date.now() + 14_000;
    for (let nth = 0; Date.now() < end; nth++) {
      rig.approve(rig.raise([{ payee: 'p', amount: `${10 + nth}.00`, currency: 'USD', purpose: `N ${nth}` }]));
      // What the event of this approval does.
      await rig.companion.assembly.engine.desk.surveySoon();
      await pause(Math.min(everyMs, 14_000));
    }
    await eventually(() => expect(issuesOfKind(rig, 'unreachable for long')).not.toEqual([]), 2_000);
  }, 60_000);
});
