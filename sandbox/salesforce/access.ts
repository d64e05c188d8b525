import type { FieldSchema, ObjectPermission, ObjectSchema, Org, PermissionSet, Row, User } from './org.ts';

/** What one user may do with one object: the union of the profile and all permission sets. */
export interface Access extends ObjectPermission {
  reads(field: FieldSchema): boolean;
  edits(field: FieldSchema): boolean;
}

const cache = new WeakMap<Org, Map<string, Access>>();

/** Needed after a deployment: permission sets may have changed. */
export function forgetAccess(org: Org): void {
  cache.delete(org);
}

export function accessTo(org: Org, user: User, object: ObjectSchema): Access {
  const known = cache.get(org) ?? new Map<string, Access>();
  cache.set(org, known);
  const key = `${user.profile}|${user.permissionSets.join(',')}|${object.name}`;
  const found = known.get(key) ?? computed(org, user, object);
  known.set(key, found);
  return found;
}

/** A custom permission must be granted even to an administrator; user permissions come with the profile. */
export function can(org: Org, user: User, permission: string): boolean {
  const sets = setsOf(org, user);
  if (sets.some((set) => set.customPermissions.has(permission) || set.userPermissions.has(permission))) return true;
  return user.profile === 'admin' && !org.customPermissions.has(permission);
}

function setsOf(org: Org, user: User): PermissionSet[] {
  return user.permissionSets.flatMap((name) => org.permissionSets.get(name) ?? []);
}

const nothing: ObjectPermission = { create: false, read: false, edit: false, delete: false, viewAll: false, modifyAll: false };
const everything: ObjectPermission = { create: true, read: true, edit: true, delete: true, viewAll: true, modifyAll: true };
const crm: ReadonlySet<string> = new Set(['Account', 'Contact', 'Opportunity']);

/** Field-level security knows the parts of an address by its whole alone: `MailingCountry` by `MailingAddress` (U-303). */
const addressOf = (name: string): string => name.replace(/^(Mailing|Billing|Shipping|Other)(Street|City|State|PostalCode|Country)$/, '$1Address');
const isAddress = (name: string): boolean => /^(Mailing|Billing|Shipping|Other)Address$/.test(name);
/** Whether an object has an address of this name, told by its parts. */
export const hasAddress = (fields: Iterable<string>, name: string): boolean => isAddress(name) && [...fields].some((field) => addressOf(field) === name);

function computed(org: Org, user: User, object: ObjectSchema): Access {
  const sets = setsOf(org, user);
  let sum = profileAccess(user, object);
  for (const set of sets) {
    const each = set.objects.get(object.name);
    if (each) sum = union(sum, each);
    if (set.userPermissions.has('ModifyAllData')) sum = everything;
    if (set.userPermissions.has('ViewAllData')) sum = { ...sum, read: true, viewAll: true };
  }
  const granted = (field: FieldSchema, kind: 'read' | 'edit'): boolean => sets.some((set) => (set.fields.get(`${object.name}.${field.name}`) ?? set.fields.get(`${object.name}.${addressOf(field.name)}`))?.[kind] === true);
  const byProfile = (field: FieldSchema): boolean => user.profile === 'admin' || (user.profile === 'standard' && !field.custom && !object.custom);
  const always = (field: FieldSchema): boolean => alwaysAccessible(object, field);
  return {
    ...sum,
    reads: (field) => always(field) || byProfile(field) || granted(field, 'read'),
    edits: (field) => always(field) || byProfile(field) || granted(field, 'edit'),
  };
}

/**
 * Field-level security does not apply to what the platform keeps, to names and their parts (U-303) and to required fields; nor to events and settings.
 * Objects of setup and approval are readable by whoever may sign in.
 */
function alwaysAccessible(object: ObjectSchema, field: FieldSchema): boolean {
  if (object.kind !== 'object') return true;
  if (field.required || field.masterDetail === true || field.type === 'Id' || field.name === 'Name' || (field.name === 'FirstName' && !field.custom)) return true;
  return !field.custom && (object.custom || !crm.has(object.name) || field.name === 'OwnerId' || field.readOnly);
}

function profileAccess(user: User, object: ObjectSchema): ObjectPermission {
  if (user.profile === 'admin') return everything;
  if (object.custom) return nothing;
  if (!crm.has(object.name)) return { ...nothing, read: true };
  return user.profile === 'standard' ? { ...nothing, create: true, read: true, edit: true, delete: true } : nothing;
}

function union(a: ObjectPermission, b: ObjectPermission): ObjectPermission {
  return {
    create: a.create || b.create,
    read: a.read || b.read || b.viewAll || b.modifyAll,
    edit: a.edit || b.edit || b.modifyAll,
    delete: a.delete || b.delete || b.modifyAll,
    viewAll: a.viewAll || b.viewAll || b.modifyAll,
    modifyAll: a.modifyAll || b.modifyAll,
  };
}

const openToRead: ReadonlySet<string> = new Set(['Read', 'ReadWrite', 'ReadWriteTransfer']);

/** Whether sharing lets the user see this record. Object permission is asked elsewhere. */
export function sees(org: Org, user: User, object: ObjectSchema, row: Row): boolean {
  const access = accessTo(org, user, object);
  if (access.viewAll || object.kind !== 'object' || can(org, user, 'ViewAllData')) return true;
  if (object.name.startsWith('ProcessInstance')) return seesApproval(org, user, object, row);
  if (object.sharingModel === 'ControlledByParent') return throughMaster(org, object, row, (parent, parentRow) => sees(org, user, parent, parentRow));
  return openToRead.has(object.sharingModel) || row['OwnerId'] === user.id || isApprover(org, user, row);
}

/** Whether sharing lets the user change this record. */
export function changes(org: Org, user: User, object: ObjectSchema, row: Row): boolean {
  const access = accessTo(org, user, object);
  if (access.modifyAll || object.kind !== 'object') return true;
  if (object.sharingModel === 'ControlledByParent') return throughMaster(org, object, row, (parent, parentRow) => changes(org, user, parent, parentRow));
  if (object.sharingModel.startsWith('ReadWrite') || row['OwnerId'] === user.id) return true;
  return org.locks.get(String(row['Id']))?.editors.includes(user.id) === true;
}

function throughMaster(org: Org, object: ObjectSchema, row: Row, ask: (parent: ObjectSchema, row: Row) => boolean): boolean {
  for (const field of object.fields.values()) {
    if (field.masterDetail !== true) continue;
    const parent = org.schema.get(field.referenceTo?.[0] ?? '');
    const parentRow = parent && org.find(parent.name, String(row[field.name]));
    return parent !== undefined && parentRow !== undefined && ask(parent, parentRow);
  }
  return true;
}

/** Who has to decide may read what is to be decided. */
function isApprover(org: Org, user: User, row: Row): boolean {
  if (!org.locks.has(String(row['Id']))) return false;
  const instances = org.related('ProcessInstance', 'TargetObjectId', String(row['Id']));
  return instances.some((instance) => org.related('ProcessInstanceWorkitem', 'ProcessInstanceId', String(instance['Id'])).some((item) => item['ActorId'] === user.id));
}

function seesApproval(org: Org, user: User, object: ObjectSchema, row: Row): boolean {
  const instance = object.name === 'ProcessInstance' ? row : org.find('ProcessInstance', String(row['ProcessInstanceId']));
  const targetId = String(instance?.['TargetObjectId']);
  for (const target of org.schema.values()) {
    const found = target.keyPrefix === targetId.slice(0, 3) ? org.find(target.name, targetId) : undefined;
    if (found) return accessTo(org, user, target).read && sees(org, user, target, found);
  }
  return false;
}
