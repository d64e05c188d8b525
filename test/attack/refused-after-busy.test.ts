import { afterEach, describe, expect, it } from '@jest/globals';
import type { Rig } from '../flows/companion-rig.ts';
import { freshDebt } from '../flows/debts.ts';
import { eventually, pause } from '../flows/eventually.ts';
import { payeeOf } from '../flows/programs-and-payees.ts';
import { openQuickRig } from '../flows/quick-rig.ts';
import { quickTiming } from '../flows/quick-timing.ts';
import { issuesOfKind, payOne } from '../flows/witnesses.ts';

let rig: Rig;
afterEach(() => rig.end());

/** A rule of the customer's own. */
function rule(object: string, name: string, condition: string): void {
  const text = `<?xml version="1.0" encoding="UTF-8"?><ValidationRule xmlns="http://soap.sforce.com/2006/04/metadata"><fullName>${name}</fullName><active>true</active>
    <errorConditionFormula>${condition}</errorConditionFormula><errorMessage>Not with us.</errorMessage></ValidationRule>`;
  rig.org.deployFiles([{ path: `own/objects/${object}/validationRules/${name}.validationRule-meta.xml`, bytes: new TextEncoder().encode(text) }]);
}
describe('what the books refuse after they could not be reached once', () => {
  it('is told like what they refuse at the first try', async () => {
    rig = await openQuickRig({ config: { timing: { ...quickTiming, heartbeatMs: 600 } } });
    await rig.addPayees([payeeOf('payee-1')]);
    const id = await payOne(rig, freshDebt('payee-1', 60, 'Returns'));
    await pause(800);
    rule('Payment_Request__c', 'No_Returns', 'ISPICKVAL(Status__c, "Returned")');
    const ledger = rig.companion.assembly.store.ledger;
    // Salesforce is busy the first time the news of the return is written.
    const books = rig.companion.assembly.books as { write: typeof rig.companion.assembly.books.write };
    const real = books.write;
    let away = 0;
    books.write = async (changes) => {
      if (changes.some((change) => change.kind === 'request') && away++ === 0) rig.world.weather.add({ standIn: 'salesforce', door: '*', when: 'before', reply: 'reset', times: 1 });
      return real(changes);
    };
    await rig.payoneer.returnPayout(`${id}-01`);
    await eventually(async () => expect((await ledger.payments([id]))[0]?.state).toBe('Returned'), 15_000);
    await pause(6_000);
    expect(issuesOfKind(rig, 'write-back refused')).not.toEqual([]);
  }, 60_000);
});
