import type { FieldSchema, ObjectSchema } from './org.ts';

/** A reference that leads nowhere, in the words of a deployment. */
export interface Found {
  readonly message: string;
  /** Text to find the line by. */
  readonly at?: string;
}

/** The field that metadata calls so, whatever the case. */
export function fieldOn(object: ObjectSchema | undefined, name: string): FieldSchema | undefined {
  if (!object) return undefined;
  const wanted = name.toLowerCase();
  // Metadata writes lookups of standard objects without their Id: Owner, Account.
  return [...object.fields.values()].find((field) => field.name.toLowerCase() === wanted || field.name.toLowerCase() === `${wanted}id`);
}

/** A problem when the object has no such field. */
export function named(object: ObjectSchema | undefined, name: string | undefined): Found[] {
  if (name === undefined || !object || fieldOn(object, name)) return [];
  return [{ message: `In field: field - no CustomField named ${object.name}.${name} found`, at: name }];
}
