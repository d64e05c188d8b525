import { createHash } from 'node:crypto';
import { ApiProblem } from './api-problem.ts';
import { apiName } from './names.ts';
import type { ObjectSchema, Org } from './org.ts';
import { fullId } from './record-ids.ts';
import type { RestCall } from './rest-call.ts';
import { uiObject } from './ui-objects.ts';

/** The record type of objects without record types. */
export const masterRecordType = '012000000000000AAA';

/** A representation with the ETag of its content, as UI API marks them. */
export function tagged<T extends Readonly<Record<string, unknown>>>(body: T): T & { readonly eTag: string } {
  return { ...body, eTag: createHash('md5').update(JSON.stringify(body)).digest('hex') };
}

/** The id of a piece of metadata, the same every time: list views begin with 00B, layouts with 00h, their sections with 01B. */
export function metadataId(prefix: string, name: string): string {
  return fullId(prefix + createHash('md5').update(name).digest('hex').slice(0, 12)) ?? prefix;
}

/** The object of the path. Throws 403 for one that UI API does not show to this user (U-261). */
export function pathObject(org: Org, call: RestCall, name = call.params['object'] ?? ''): ObjectSchema {
  const object = uiObject(org, call.by, name);
  if (!object) throw new ApiProblem(403, 'INVALID_TYPE', `Object ${name} is not supported in UI API`);
  return object;
}

/** Comma-separated values of a parameter, also when it was written several times. */
export function listed(call: RestCall, parameter: string): string[] {
  return call.search.getAll(parameter).flatMap((each) => each.split(',')).map((each) => each.trim()).filter((each) => each !== '');
}

/** A component's name outside: in an org with a namespace packaged list views and layouts carry it (U-262). */
export function componentName(org: Org, object: ObjectSchema, name: string): string {
  return apiName(org.namespace, { name, custom: object.custom });
}
