import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Rig } from '../flows/companion-rig.ts';
import { freshDebt } from '../flows/debts.ts';
import { eventually, pause } from '../flows/eventually.ts';
import { payeeOf } from '../flows/programs-and-payees.ts';
import { openQuickRig } from '../flows/quick-rig.ts';
import { quickTiming } from '../flows/quick-timing.ts';
import { issuesOfKind, payOne, transactionsOf } from '../flows/witnesses.ts';

let rig: Rig;
beforeAll(async () => {
  // What the books refuse is tried again after a heartbeat.
  rig = await openQuickRig({ config: { timing: { ...quickTiming, heartbeatMs: 400 } } });
  await rig.addPayees([payeeOf('payee-1')]);
});
afterAll(() => rig.end());

/** A rule of the customer's own, which refuses every Return. */
function ruleAgainstReturns(active: boolean): void {
  const rule = `<?xml version="1.0" encoding="UTF-8"?><ValidationRule xmlns="http://soap.sforce.com/2006/04/metadata"><fullName>No_Returns</fullName><active>${active}</active>
    <errorConditionFormula>ISPICKVAL(Type__c, "Return")</errorConditionFormula><errorMessage>Returns are booked by treasury.</errorMessage></ValidationRule>`;
  rig.org.deployFiles([{ path: 'own/objects/Payment_Transaction__c/validationRules/No_Returns.validationRule-meta.xml', bytes: new TextEncoder().encode(rule) }]);
}

describe('a bank return whose transaction the books refuse', () => {
  it('is told once, kept, and written when the rule no longer stands against it', async () => {
    const id = await payOne(rig, freshDebt('payee-1', 60, 'Returns'));
    ruleAgainstReturns(true);
    await rig.payoneer.returnPayout(`${id}-01`);
    await rig.until([id], ['Returned']);
    await eventually(() => expect(issuesOfKind(rig, 'write-back refused')).toMatchObject([{ Severity__c: 'Critical', Source__c: `transaction ${id}-01`, Detail__c: expect.stringContaining('Returns are booked by treasury.') }]));
    // The payload that was refused stands on the issue, for whoever mends the rule or writes it by hand; what the books took of the same payout does not.
    const payload = JSON.parse(String(issuesOfKind(rig, 'write-back refused')[0]?.Excerpt__c)) as Record<string, unknown>[];
    expect(payload).toMatchObject([{ kind: 'transaction', type: 'Return', direction: 'In', requestId: id, amount: { currency: 'USD', minor: expect.any(Number) }, reference: `${id}-01` }]);
    await pause(600);
    expect(transactionsOf(rig, id)).toMatchObject([{ Type__c: 'Payout', Status__c: 'Returned' }]);
    ruleAgainstReturns(false);
    await eventually(() => expect(transactionsOf(rig, id)).toMatchObject([{ Type__c: 'Payout' }, { Type__c: 'Return', Direction__c: 'In', Amount__c: rig.request(id).Amount__c }]));
    expect(issuesOfKind(rig, 'write-back refused')).toHaveLength(1);
  });
});
