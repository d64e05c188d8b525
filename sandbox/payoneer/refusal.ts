import type { Reply } from '../kit/stand-in.ts';
import type { PayoneerPolicies } from './policies.ts';

const names: Readonly<Record<number, string>> = {
  400: 'Bad Request', 401: 'Unauthorized', 403: 'Forbidden', 404: 'Not Found', 429: 'Too Many Requests',
};

/** One entry of `error_details.errors`. */
export interface Fault {
  readonly code: number;
  readonly sub_code: number | null;
  readonly target: string;
  readonly value: string;
  readonly message: string;
}

/** The v4 error body. Source: facts 3.6. */
export function refusal(status: number, description: string, details: { sub_code?: number; code?: number; target?: string; errors?: readonly Fault[] } = {}): Reply {
  const { sub_code = null, code = status, ...rest } = details;
  return {
    status,
    body: { error: names[status] ?? 'Error', error_description: description, error_details: { code, sub_code, ...rest } },
  };
}

export function fault(target: string, value: unknown, message: string, subCode: number | null = null): Fault {
  return { code: 400, sub_code: subCode, target, value: typeof value === 'string' ? value : JSON.stringify(value ?? null), message };
}

/** A refused batch; whether it says which items it means is a policy. */
export function refusedBatch(policies: PayoneerPolicies, description: string, errors: readonly Fault[]): Reply {
  return refusal(400, description, policies.errorsNameItems ? { errors } : {});
}

/** 2306, in either of the two places and under either of the two statuses that were seen. */
export function payoutNotFound(policies: PayoneerPolicies, reference: string): Reply {
  const details = policies.notFoundCode === 'code' ? { code: 2306 } : { sub_code: 2306 };
  return refusal(policies.notFoundStatus, `Payout ${reference} was not found`, { ...details, target: 'client_reference_id' });
}
