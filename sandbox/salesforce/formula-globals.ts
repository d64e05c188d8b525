import { FormulaError } from './formula-error.ts';
import { fieldOf, toFormulaValue } from './formula-field-value.ts';
import type { ReadOptions } from './formula-field-value.ts';
import type { FormulaValue } from './formula-values.ts';
import type { FieldValue, Org, Row, User } from './org.ts';

const PROFILES: Readonly<Record<User['profile'], string>> = {
  admin: 'System Administrator',
  standard: 'Standard User',
  integration: 'Minimum Access - API Only Integrations',
};

function unknown(path: readonly string[]): FormulaError {
  return new FormulaError('unknown', `${path.join('.')} does not exist in this org. Check the spelling or deploy it.`);
}

function idText(id: string, options: ReadOptions): string {
  return options.flow ? id : id.slice(0, 15);
}

function userField(org: Org, by: User, path: readonly string[], options: ReadOptions): FormulaValue {
  const name = path[1] ?? '';
  const own: Readonly<Record<string, string>> = { username: by.username, email: by.email, name: by.name };
  if (name.toLowerCase() === 'id') return idText(by.id, options);
  const object = org.schema.get('User');
  const field = object && fieldOf(object, name);
  const stored = field && org.find('User', by.id)?.[field.name];
  if (field && stored !== undefined) return toFormulaValue(field, stored, options);
  const known = own[name.toLowerCase()];
  if (known !== undefined) return known;
  if (field) return toFormulaValue(field, null, options);
  throw unknown(path);
}

/**
 * A hierarchy custom setting: the user's row goes before the profile's and the organisation's, field by field. Without
 * any row a checkbox is false whatever its default, as defaults fill new rows only (U-105).
 */
function settingField(org: Org, by: User, path: readonly string[], options: ReadOptions): FormulaValue {
  const [, objectName = '', name = ''] = path;
  const object = org.schema.get(objectName);
  const field = object && fieldOf(object, name);
  if (!object || !field) throw unknown(path);
  const rows = [...org.rows(object.name).values()].filter((row) => row.IsDeleted !== true);
  const profile = org.find('User', by.id)?.ProfileId ?? null;
  for (const owner of [by.id, profile, org.id]) {
    const value = owner === null ? undefined : rows.find((row) => sameId(row.SetupOwnerId, owner))?.[field.name];
    if (value !== undefined && value !== null) return toFormulaValue(field, value, options);
  }
  // A row without an owner is the organisation's default.
  return toFormulaValue(field, rows.find((row) => (row.SetupOwnerId ?? null) === null)?.[field.name] ?? null, options);
}

function sameId(a: FieldValue | undefined, b: FieldValue): boolean {
  return typeof a === 'string' && typeof b === 'string' && a.slice(0, 15) === b.slice(0, 15);
}

function metadataField(org: Org, path: readonly string[], options: ReadOptions): FormulaValue {
  const [, objectName = '', record = '', name = ''] = path;
  const object = org.schema.get(objectName);
  const field = object && fieldOf(object, name);
  const row: Row | undefined = object && [...org.rows(object.name).values()].find((each) => each.DeveloperName === record);
  if (!field || !row) throw unknown(path);
  return toFormulaValue(field, row[field.name], options);
}

/** Reads a global such as `$User.Id`, `$Permission.Name`, `$Setup.Settings__c.Field__c`; throws `FormulaError` (`unknown`). */
export function readGlobal(org: Org, by: User, path: readonly string[], options: ReadOptions = {}): FormulaValue {
  const [root = '', name = ''] = path;
  const text = (value: string | null | undefined): FormulaValue => value ?? '';
  switch (root.toLowerCase()) {
    case '$user':
      return userField(org, by, path, options);
    case '$permission':
      if (!org.customPermissions.has(name)) throw unknown(path);
      return org.can(by, name);
    case '$setup':
      return settingField(org, by, path, options);
    case '$custommetadata':
      return metadataField(org, path, options);
    case '$organization':
      if (name === 'Id') return idText(org.id, options);
      return text(String([...org.rows('Organization').values()][0]?.[name] ?? ''));
    case '$profile':
      if (name === 'Name') return PROFILES[by.profile];
      throw unknown(path);
    case '$api':
      return name === 'Session_ID' ? text(`${org.id.slice(0, 15)}!session`) : text(`/services/Soap/${name.includes('Enterprise') ? 'c' : 'u'}/${org.id}`);
    default:
      throw unknown(path);
  }
}
