import type { ServedOutside } from './parts.ts';

/** The kill switch of the whole org, turned by its administrator as in Setup. Throws in the org's own words when the save is refused. */
export function settingsPaused({ org: { org }, people, save }: Pick<ServedOutside, 'org' | 'people' | 'save'>): { isOn(): boolean; turn(on: boolean): void } {
  const settings = () => [...org.rows('Quittance_Settings__c').values()].find((row) => row['SetupOwnerId'] === org.id && row['IsDeleted'] !== true);
  return {
    isOn: () => settings()?.['Pause_All__c'] === true,
    turn(on) {
      const id = settings()?.['Id'];
      if (id === undefined && !on) return;
      const press = () => save('Quittance_Settings__c', [{ ...(id === undefined || id === null ? { SetupOwnerId: org.id } : { Id: id }), Pause_All__c: on }], people.admin);
      try {
        press();
      } catch (error) {
        // Row locks are weather of this panel too: as a person would, it presses Save once more.
        if (!String(error).includes('UNABLE_TO_LOCK_ROW')) throw error;
        press();
      }
    },
  };
}
