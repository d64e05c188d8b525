import type { Row } from '../../sandbox/salesforce/org.ts';
import type { Rig } from './companion-rig.ts';

/** The administrator opens the settings of the whole org. @returns the record's id */
export const openOrgSettings = (rig: Rig, values: Row): string => rig.save('Quittance_Settings__c', [{ SetupOwnerId: rig.org.org.id, ...values }], rig.people.admin)[0] ?? '';
