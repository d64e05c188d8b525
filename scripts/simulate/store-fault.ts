import type { Fault } from './faults.ts';

/** Trouble of the store itself: a statement or a commit that fails, a commit that is kept while its answer is lost, or a disk without room. */
export interface StoreFault {
  readonly kind: 'statement' | 'commit' | 'kept' | 'disk full';
  /** Counts down: it strikes at zero, once; a full disk strikes until it is taken away. */
  left: number;
  readonly struck: (fault: Fault) => void;
}

const faultOf = { statement: 'store: error in a statement', commit: 'store: error at commit', kept: 'store: commit kept, answer lost', 'disk full': 'store: disk full' } as const;
const writes = /\b(?:insert|update|delete)\b/i;

/** As the driver gives it: SQLSTATE 53100 is disk_full, 58030 io_error (PostgreSQL, "Error Codes"). */
const failure = (code: string, message: string): Error => Object.assign(new Error(message), { code });

/** @throws what a driver throws, when this is the moment. */
export function storeTrouble(life: { readonly dead: boolean; storeFault: StoreFault | undefined }, at: 'statement' | 'commit' | 'kept', sql: string): void {
  const fault = life.storeFault;
  if (!fault || life.dead) return;
  if (fault.kind === 'disk full') {
    if (at !== 'statement' || !writes.test(sql)) return;
    fault.struck(faultOf['disk full']);
    throw failure('53100', 'could not extend file: No space left on device');
  }
  if (fault.kind !== at || --fault.left > 0) return;
  life.storeFault = undefined;
  fault.struck(faultOf[at]);
  throw failure('58030', at === 'statement' ? 'could not read block: Input/output error' : 'could not write to the log: Input/output error');
}
