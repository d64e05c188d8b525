import { accessTo, sees } from './access.ts';
import { apiName, apiRelationship, pointsTo } from './names.ts';
import type { FieldSchema, ObjectSchema, Org, Row, User } from './org.ts';

/** Standard objects that User Interface API supports, as far as this org has them (supported objects page); custom ones all are, settings and events are not. U-251: Group. */
const supported: ReadonlySet<string> = new Set(['Account', 'Contact', 'Opportunity', 'User', 'Group']);

/** Whether UI API and GraphQL show this object to the user. */
export function uiSees(org: Org, by: User, object: ObjectSchema): boolean {
  return object.kind === 'object' && (object.custom || supported.has(object.name)) && accessTo(org, by, object).read;
}

/** The object the API calls so, letter case included, if the user may know of it. */
export function uiObject(org: Org, by: User, name: string): ObjectSchema | undefined {
  for (const object of org.schema.values()) if (apiName(org.namespace, object) === name) return uiSees(org, by, object) ? object : undefined;
  return undefined;
}

/** The field the API calls so, letter case included, if the user may read it. */
export function uiField(org: Org, by: User, object: ObjectSchema, name: string): FieldSchema | undefined {
  for (const field of object.fields.values()) if (apiName(org.namespace, field) === name) return accessTo(org, by, object).reads(field) ? field : undefined;
  return undefined;
}

/** The lookup whose parent the API calls so (`quittance__Recipient__r`, `Owner`), if the user may read it, and the objects it may lead to that the user may see. */
export function uiParent(org: Org, by: User, object: ObjectSchema, relationship: string): { readonly lookup: FieldSchema; readonly targets: readonly ObjectSchema[] } | undefined {
  for (const lookup of object.fields.values()) {
    if (!lookup.parentRelationship || apiRelationship(org.namespace, lookup, lookup.parentRelationship) !== relationship) continue;
    if (!accessTo(org, by, object).reads(lookup)) return undefined;
    const targets = (lookup.referenceTo ?? []).flatMap((name) => org.schema.get(name) ?? []).filter((target) => uiSees(org, by, target));
    return targets.length === 0 ? undefined : { lookup, targets };
  }
  return undefined;
}

/** The children the API calls so (`Payment_Requests__r`), if the user may see them. */
export function uiChildren(org: Org, by: User, parent: ObjectSchema, relationship: string): { readonly object: ObjectSchema; readonly lookup: FieldSchema } | undefined {
  for (const object of org.schema.values()) {
    for (const lookup of object.fields.values()) {
      if (!lookup.relationshipName || !pointsTo(lookup, parent) || apiRelationship(org.namespace, lookup, lookup.relationshipName) !== relationship) continue;
      return uiSees(org, by, object) && accessTo(org, by, object).reads(lookup) ? { object, lookup } : undefined;
    }
  }
  return undefined;
}

/** The parent's record, if there is one and the user may see it. */
export function uiParentRow(org: Org, by: User, lookup: FieldSchema, targets: readonly ObjectSchema[], row: Row): { readonly object: ObjectSchema; readonly row: Row } | undefined {
  const id = row[lookup.name];
  if (typeof id !== 'string') return undefined;
  const object = targets.find(({ keyPrefix }) => keyPrefix === id.slice(0, 3));
  const found = object && org.find(object.name, id);
  return object && found && sees(org, by, object, found) ? { object, row: found } : undefined;
}
