import type { Org, Row, User } from './org.ts';

/** A user as an administrator would enter it; everything but the username has a usual value. */
export interface NewUser {
  readonly username: string;
  readonly name?: string;
  readonly email?: string;
  readonly profile?: User['profile'];
  readonly permissionSets?: readonly string[];
  readonly managerId?: string;
}

export interface Setup {
  /** Objects whose rows belong to the org itself and survive a reset. */
  readonly kept: ReadonlySet<string>;
  addUser(user: NewUser): User;
  grant(user: User, permissionSet: string): void;
}

const profiles: Readonly<Record<User['profile'], string>> = { admin: 'System Administrator', standard: 'Standard User', integration: 'Minimum Access - API Only Integrations' };
const kept = new Set(['Organization', 'User', 'Profile', 'Group', 'GroupMember', 'PermissionSet', 'PermissionSetAssignment', 'CustomPermission', 'SetupEntityAccess', 'CustomNotificationType']);

/** Gives a new org its own row and its profiles, and the means to add users to it. */
export function settle(org: Org, name: string): Setup {
  org.put('Organization', {
    Id: org.id, Name: name, InstanceName: 'SBX1', IsSandbox: org.isSandbox, NamespacePrefix: null, OrganizationType: org.isSandbox ? 'Enterprise Edition' : 'Developer Edition', TrialExpirationDate: null,
    DefaultLocaleSidKey: 'en_US', LanguageLocaleKey: 'en_US', TimeZoneSidKey: 'GMT',
  });
  const profileIds = new Map<string, Row[string]>(Object.entries(profiles).map(([key, label]) => [key, org.put('Profile', { Name: label, UserType: 'Standard' })['Id'] ?? null]));
  const grant = (user: User, permissionSet: string): void => {
    const set = org.permissionSets.get(permissionSet);
    if (!set) throw new Error(`Sandbox Salesforce: there is no permission set ${permissionSet}. Deploy it first.`);
    if (user.permissionSets.includes(permissionSet)) return;
    user.permissionSets = [...user.permissionSets, permissionSet];
    org.put('PermissionSetAssignment', { AssigneeId: user.id, PermissionSetId: set.id, IsActive: true });
  };
  return {
    kept,
    grant,
    addUser(given) {
      const { username, name: fullName = username.split('@')[0] ?? username, email = username, profile = 'standard', permissionSets = [], managerId } = given;
      if (org.users.some((known) => known.username === username)) throw new Error(`Sandbox Salesforce: there is a user ${username} already. Choose another username.`);
      const [first, ...rest] = fullName.split(' ');
      const row = org.put('User', {
        Username: username, FirstName: rest.length === 0 ? null : (first ?? null), LastName: rest.length === 0 ? fullName : rest.join(' '), Name: fullName, Email: email, IsActive: true, UserType: 'Standard',
        ProfileId: profileIds.get(profile) ?? null, ManagerId: managerId ?? null, TimeZoneSidKey: 'GMT', LocaleSidKey: 'en_US', LanguageLocaleKey: 'en_US', Alias: (username.split('@')[0] ?? username).slice(0, 8),
      });
      const user: User = { id: String(row['Id']), username, name: fullName, email, permissionSets: [], profile, isActive: true, ...(managerId === undefined ? {} : { managerId }) };
      org.users.push(user);
      for (const set of permissionSets) grant(user, set);
      return user;
    },
  };
}
