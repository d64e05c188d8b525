import type { Rig } from '../flows/companion-rig.ts';

/** The day of a payment has come: nobody may bring it forward, and a test can't wait for it. */
export const letItsDayCome = (rig: Rig, id: string): void =>
  void rig.org.org.put('Payment_Request__c', { ...rig.request(id), Payout_Date__c: new Date().toISOString().slice(0, 10), SystemModstamp: new Date().toISOString().replace('Z', '+0000') });
