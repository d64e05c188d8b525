import type { ObjectSchema, Org, Row } from './org.ts';
import type { Storage } from './storage.ts';

/** Rows of setup objects that clients write (`sf org assign permset`, deactivating a user) take effect in the org itself. */
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
    if (!user || !set || user.permissionSets.includes(set.name)) return;
    const before = user.permissionSets;
    user.permissionSets = [...before, set.name];
    storage.onRollback(() => {
      user.permissionSets = before;
    });
  }
}
