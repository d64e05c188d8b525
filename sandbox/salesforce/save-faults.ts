import type { ObjectSchema, Org } from './org.ts';
import { SaveRefusal } from './save-refusal.ts';

const usual: Readonly<Record<string, string>> = {
  UNABLE_TO_LOCK_ROW: 'unable to obtain exclusive access to this record or 1 records',
  SERVER_UNAVAILABLE: 'Server is unavailable; please try again later.',
  STORAGE_LIMIT_EXCEEDED: 'storage limit exceeded',
};

/** The refusal of this record when a fault of the org's policies is due for it; asking uses the fault up. */
export function strikeFault(org: Org, object: ObjectSchema): SaveRefusal | undefined {
  for (const fault of org.policies.failNextSaves) {
    if (fault.times <= 0 || (fault.object !== undefined && fault.object !== object.name)) continue;
    if ((fault.skip ?? 0) > 0) {
      fault.skip = (fault.skip ?? 0) - 1;
      continue;
    }
    // After each strike the next n - 1 records are spared.
    if (fault.everyNth !== undefined) fault.skip = fault.everyNth - 1;
    fault.times -= 1;
    return SaveRefusal.of(fault.statusCode, fault.message ?? usual[fault.statusCode] ?? fault.statusCode);
  }
  return undefined;
}
