import { afterEach, describe, expect, it } from '@jest/globals';
import type { PayoutBooks } from '../../companion/connectors/connector.ts';
import { eventually } from '../flows/eventually.ts';
import { payeeOf } from '../flows/programs-and-payees.ts';
import { paidTimes } from '../flows/witnesses.ts';
import { approvingFlow, stampOf } from './approving-flow.ts';
import { openAttackRig, type AttackRig } from './attack-rig.ts';

let rig: AttackRig;
afterEach(() => rig.end());

describe('a request approved by a Flow that stamps the moment in which another record was approved', () => {
  it('and approved again with another amount under that moment before it is reserved is paid what was approved last', async () => {
    rig = await openAttackRig({ env: { SALESFORCE_APPROVAL_EVIDENCE: 'stamp' } });
    await rig.addPayees([payeeOf('p')]);
    const flow = approvingFlow(rig);
    const moment = `${new Date(Date.now() - 3_600_000).toISOString().slice(0, 13)}:07:31.000Z`;
    const [id = ''] = rig.raise([{ payee: 'p', amount: '900.00', currency: 'USD', purpose: 'Anew' }]);
    const books = rig.companion.assembly.books as { reserve: PayoutBooks['reserve'] };
    const { reserve } = books;
    let first = true;
    books.reserve = async (rows) => {
      if (first) {
        rig.save('Payment_Request__c', [{ Id: id, Status__c: 'Recalled' }], flow);
        rig.save('Payment_Request__c', [{ Id: id, Amount__c: '9.00' }], flow);
        rig.save('Payment_Request__c', [{ Id: id, ...stampOf(rig, rig.request(id), flow, moment) }], flow);
      }
      first = false;
      return reserve(rows);
    };
    rig.save('Payment_Request__c', [{ Id: id, ...stampOf(rig, rig.request(id), flow, moment) }], flow);
    await eventually(() => expect(paidTimes(rig, id)).toBe(1), 30_000);
    await rig.until([id], ['Completed']);
    expect(rig.payoneer.transfers().map(({ amountMinor }) => amountMinor)).toEqual([900]);
  }, 60_000);
});
