import type { ObjectSchema, Org, Row } from './org.ts';
import type { Storage } from './storage.ts';

/** Rows of setup objects that clients write or delete (`sf org assign permset`, deactivating a user) take effect in the org itself. */
export function mirrorSetup(org: Org, storage: Storage, object: ObjectSchema, row: Row): void {
  if (object.name === 'User') {
    const user = org.users.find(({ id }) => id === row['Id']);
    if (!user) return;
    const before = user.isActive;
    user.isActive = row['IsActive'] === true;
    storage.onRollback(() => {
      user.isActive = before;
    });
  }
  if (object.name === 'PermissionSetAssignment') {
    const user = org.users.find(({ id }) => id === row['AssigneeId']);
    const set = [...org.permissionSets.values()].find(({ id }) => id === row['PermissionSetId']);
    if (!user || !set) return;
    const before = user.permissionSets;
    const others = before.filter((name) => name !== set.name);
    user.permissionSets = row['IsDeleted'] === true ? others : [...others, set.name];
    storage.onRollback(() => {
      user.permissionSets = before;
    });
  }
}
