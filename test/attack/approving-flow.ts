import type { Row, User } from '../../sandbox/salesforce/org.ts';
import type { AttackRig } from './attack-rig.ts';

/** What `TODAY()` in a customer's Flow stamps: the day, the same for every approval of it. */
export const midnight = `${new Date().toISOString().slice(0, 10)}T00:00:00.000Z`;

/** A customer's own Flow that approves, with the permission the package's rules foresee for it. */
export function approvingFlow({ org }: AttackRig): User {
  const admin = org.org.permissionSets.get('Quittance_Admin');
  if (!admin) throw new Error('no admin set');
  org.org.permissionSets.set('Approving_Flow', { ...admin, name: 'Approving_Flow', label: 'Approving Flow', id: '0PS000000000999AAA', customPermissions: new Set(['Quittance_Approve_By_Automation']) });
  return org.addUser({ username: 'flow@sandbox.example', name: 'Approving Flow', profile: 'admin', permissionSets: ['Approving_Flow', 'Quittance_Admin'] });
}

/** The fields by which such a Flow approves a request to the payee `p` as it stands: `at` is the moment it stamps. */
export const stampOf = ({ people }: AttackRig, { Amount__c: amount = null, Currency__c: currency = null, Recipient__c: recipient = null, Purpose__c: purpose = null }: Row, by: User, at: string): Row => ({
  Status__c: 'Approved for Payout', Approved_Amount__c: amount, Approved_Currency__c: currency, Approved_Recipient_Id__c: recipient,
  Approved_Payee_Key__c: 'payoneer:sandbox:100200300:p', Approved_Purpose__c: purpose, Approved_At__c: at, Approved_By_Id__c: by.id, Submitted_By_Id__c: people.finance.id,
});
