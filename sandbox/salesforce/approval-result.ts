import type { SaveError } from './org.ts';

/** One answer of `process/approvals`, as the REST API spells it. */
export interface ApprovalResult {
  readonly actorIds: readonly string[];
  readonly entityId: string | null;
  readonly errors: readonly { readonly statusCode: string; readonly message: string }[];
  readonly instanceId: string | null;
  readonly instanceStatus: string | null;
  readonly newWorkitemIds: readonly string[];
  readonly success: boolean;
}

/** Why an approval action did not happen; everything it had written is taken back. */
export class ApprovalRefusal extends Error {
  readonly statusCode: string;

  constructor(statusCode: string, message: string) {
    super(message);
    this.name = 'ApprovalRefusal';
    this.statusCode = statusCode;
  }

  static ofSave(errors: readonly SaveError[]): ApprovalRefusal {
    const [first] = errors;
    return new ApprovalRefusal(first?.statusCode ?? 'UNKNOWN_EXCEPTION', first?.message ?? 'the field updates were refused');
  }
}

export function refusedResult(statusCode: string, message: string): ApprovalResult {
  return { actorIds: [], entityId: null, errors: [{ statusCode, message }], instanceId: null, instanceStatus: null, newWorkitemIds: [], success: false };
}
