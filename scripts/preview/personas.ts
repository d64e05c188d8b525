import type { Request } from 'express';
import { accessTo } from '../../sandbox/salesforce/access.ts';
import type { Org, User } from '../../sandbox/salesforce/org.ts';
import type { ServedOutside } from './parts.ts';

/** Who may look at the preview, by the word in the address (`?as=approver`) and what they do. */
const roles = {
  finance: 'raises and submits payments',
  approver: 'approves payments',
  secondApprover: 'approves payments',
  admin: 'sets Quittance up',
  colleague: 'has no Quittance permission',
} as const;
type Key = keyof typeof roles;

/** All personas; the first is who comes without saying so. */
export const personaKeys = Object.keys(roles) as readonly Key[];

/** One persona as the page knows it. */
interface Persona {
  readonly key: string;
  readonly id: string;
  readonly name: string;
  readonly role: string;
  /** Custom permissions by local name, and the user permissions that pages ask for. */
  readonly permissions: readonly string[];
}

const isKey = (key: string): key is Key => Object.hasOwn(roles, key);

/** Everybody one may be; the first is who comes without saying so. */
export function personasOf({ org: { org }, people }: ServedOutside): Persona[] {
  return personaKeys.map((key) => {
    const { id, name } = people[key];
    return { key, id, name, role: roles[key], permissions: [...org.customPermissions, 'ViewSetup', 'ModifyAllData'].filter((permission) => org.can(people[key], permission)) };
  });
}

/** Whose tab sent a request: the header `x-preview-persona`, which the page adds to every call. */
export function personaOf({ people }: ServedOutside, request: Request): User | undefined {
  const key = request.get('x-preview-persona');
  return key !== undefined && isKey(key) ? people[key] : undefined;
}

/** Whether the user may read an object at all: without that its tab is not shown. */
export function readsObject(org: Org, user: User, name: string): boolean {
  const object = org.schema.get(name);
  return object !== undefined && accessTo(org, user, object).read;
}
