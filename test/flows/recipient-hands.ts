import type { Row } from '../../sandbox/salesforce/org.ts';
import type { Rig } from './companion-rig.ts';

/** Where registration links are asked for, of any program. */
export const linkDoor = 'POST /v4/programs/:program/payees/registration-link';

export const recipientOf = (rig: Rig, id: string): Row => rig.row('Recipient_Account__c', id);
export const callsAt = (rig: Rig, door: string): number => rig.world.calls.entries.filter((entry) => entry.door === door).length;

/** The payee opens the registration link and presses a button. */
export async function register(rig: Rig, id: string, decision: 'Active' | 'Declined'): Promise<void> {
  const link = String(recipientOf(rig, id).Onboarding_Link__c);
  const answer = await fetch(link, { method: 'POST', headers: { 'content-type': 'application/x-www-form-urlencoded' }, body: new URLSearchParams({ decision }) });
  if (!answer.ok) throw new Error(`Rig: the registration page answered ${answer.status}.`);
}
