import { manualClock } from '../../sandbox/kit/clock.ts';
import { openWorld } from '../../sandbox/kit/world.ts';
import { flowNotifications } from '../../sandbox/salesforce/flow-operations.ts';
import { open } from '../../sandbox/salesforce/open.ts';
import type { Row, User } from '../../sandbox/salesforce/org.ts';

/** The package in an org whose alert group is a public group of two, one of them inactive; `alertGroup` is what the settings name. */
export function packageOrg({ namespace = null, alertGroup = 'Payout_Alerts' }: { readonly namespace?: string | null; readonly alertGroup?: string | null } = {}) {
  const clock = manualClock(Date.UTC(2026, 10, 21, 9));
  const sandbox = open(openWorld({ seed: 5, clock }), { namespace });
  const { org } = sandbox;
  sandbox.deployFolder('force-app');
  const companion = sandbox.addUser({ username: 'companion@sandbox.example', profile: 'integration', permissionSets: ['Quittance_Companion'] });
  const fay = sandbox.addUser({ username: 'fay@sandbox.example', name: 'Fay Finance', permissionSets: ['Quittance_Finance'] });
  const gone = sandbox.addUser({ username: 'gone@sandbox.example' });
  gone.isActive = false;
  const group = org.put('Group', { Name: 'Payout alerts', DeveloperName: 'Payout_Alerts', Type: 'Regular' });
  // A role of the same name has a group of its own, whose members nobody meant.
  org.put('Group', { Name: 'Payout alerts', DeveloperName: 'Payout_Alerts_Role', Type: 'Role' });
  for (const { id } of [fay, gone]) org.put('GroupMember', { GroupId: group.Id ?? null, UserOrGroupId: id });
  org.put('Quittance_Settings__c', { SetupOwnerId: org.id, Alert_Group__c: alertGroup });
  const save = (object: string, row: Row, by: User): string => {
    const [result] = org.save(object, [row], { by, allOrNone: false, source: 'api' });
    if (!result?.success) throw new Error(result?.errors.map(({ message }) => message).join('; '));
    return String(result.id);
  };
  const notified = () => flowNotifications(org).map(({ at, action, inputs, recipients }) => ({ at, action, title: inputs.title, body: inputs.body, target: inputs.targetId, recipients }));
  /** Lets the consequences of a commit happen, then minutes pass. */
  const pass = async (count: number): Promise<void> => {
    await clock.advance(0);
    await clock.advance(count * 60_000);
  };
  return { sandbox, org, clock, companion, fay, save, notified, pass };
}
export type PackageOrg = ReturnType<typeof packageOrg>;
