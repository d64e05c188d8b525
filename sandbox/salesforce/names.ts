import type { FieldSchema, ObjectSchema, Org } from './org.ts';

/** What came with the package takes the namespace in a subscriber's org; what the org has of its own does not. */
type Named = { readonly name: string; readonly custom: boolean };

export function apiName(namespace: string | null, named: Named): string {
  return namespace !== null && named.custom ? `${namespace}__${named.name}` : named.name;
}

/** `Recipient__r` of a packaged lookup is `quittance__Recipient__r` outside; `Owner` stays. */
export function apiRelationship(namespace: string | null, field: FieldSchema, relationship: string): string {
  return namespace !== null && field.custom ? `${namespace}__${relationship}` : relationship;
}

interface Spelling {
  readonly size: number;
  readonly byName: Map<string, string>;
}

const objectSpellings = new WeakMap<Org, Spelling>();
const fieldSpellings = new WeakMap<ObjectSchema, Map<string | null, Spelling>>();

/** The object that the API calls so, whatever the case. An unprefixed packaged name finds nothing in a namespaced org, as in a real one. */
export function objectNamed(org: Org, name: string): ObjectSchema | undefined {
  let known = objectSpellings.get(org);
  if (known?.size !== org.schema.size) {
    known = spelling(org.schema.values(), org.namespace);
    objectSpellings.set(org, known);
  }
  return org.schema.get(known.byName.get(name.toLowerCase()) ?? '');
}

/** The field that the API calls so, whatever the case. */
export function fieldNamed(org: Org, object: ObjectSchema, name: string): FieldSchema | undefined {
  const perNamespace = fieldSpellings.get(object) ?? new Map<string | null, Spelling>();
  fieldSpellings.set(object, perNamespace);
  let known = perNamespace.get(org.namespace);
  if (known?.size !== object.fields.size) {
    known = spelling(object.fields.values(), org.namespace);
    perNamespace.set(org.namespace, known);
  }
  return object.fields.get(known.byName.get(name.toLowerCase()) ?? '');
}

function spelling(all: Iterable<Named>, namespace: string | null): Spelling {
  const byName = new Map<string, string>();
  for (const each of all) byName.set(apiName(namespace, each).toLowerCase(), each.name);
  return { size: byName.size, byName };
}

/** The lookup whose parent the API calls so (`quittance__Recipient__r`, `Owner`). */
export function parentNamed(org: Org, object: ObjectSchema, relationship: string): FieldSchema | undefined {
  const wanted = relationship.toLowerCase();
  for (const field of object.fields.values()) {
    if (field.parentRelationship && apiRelationship(org.namespace, field, field.parentRelationship).toLowerCase() === wanted) return field;
  }
  return undefined;
}

/** The child object and its lookup behind a subquery's name (`Payment_Requests__r`, `ProcessInstances`). */
export function childrenNamed(org: Org, parent: ObjectSchema, relationship: string): { object: ObjectSchema; field: FieldSchema } | undefined {
  const wanted = relationship.toLowerCase();
  for (const object of org.schema.values()) {
    for (const field of object.fields.values()) {
      if (!field.relationshipName || !pointsTo(field, parent)) continue;
      if (apiRelationship(org.namespace, field, field.relationshipName).toLowerCase() === wanted) return { object, field };
    }
  }
  return undefined;
}

/** `*` stands for every object that can be approved, owned or noted upon. */
export function pointsTo(field: FieldSchema, object: ObjectSchema): boolean {
  return field.referenceTo?.includes(object.name) === true || (field.referenceTo?.[0] === '*' && object.kind === 'object');
}

/** The object whose records begin with these three characters. */
export function objectOfId(org: Org, id: string): ObjectSchema | undefined {
  const prefix = id.slice(0, 3);
  for (const object of org.schema.values()) if (object.keyPrefix === prefix) return object;
  return undefined;
}
