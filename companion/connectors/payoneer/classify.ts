import type { Attempt, Sent } from '../../domain/payout.ts';
import { parseExactly } from './exact-json.ts';
import { attribute, ownError } from './refusals.ts';

/** The documented success body; nothing else is one. */
const createdText = 'Payments Created';

/**
 * What one answer to a submission means. Total: whatever is not documented as accepted or refused is `unknown`, and the words say what
 * was seen. Pure. A 429 is unknown too: nobody says whether the limit is checked before the payments are taken.
 */
export function classify(status: number, text: string, batch: readonly Attempt[]): Sent {
  if (status === 201 && isCreated(text)) return { accepted: true };
  if (status >= 200 && status < 300) return { unknown: `Payoneer: HTTP ${status} with a body other than the documented "${createdText}". Each payout is asked for.` };
  if (status === 401) return unauthorised(text);
  // 408 says the request was not read in time, not that it was not read.
  if (status >= 400 && status < 500 && status !== 408 && status !== 429) {
    const error = ownError(text);
    if (error) return attribute(error, status, batch);
    return { unknown: `Payoneer: HTTP ${status} with a body that is not Payoneer’s own. Each payout is asked for.` };
  }
  return { unknown: `Payoneer: HTTP ${status} after the payments were written. Each payout is asked for.` };
}

function isCreated(text: string): boolean {
  const body = parsed(text);
  if (typeof body !== 'object' || body === null || !('result' in body) || body.result !== createdText) return false;
  return !('error' in body || 'error_details' in body || 'status' in body);
}

/** The gateway turns a bad token away before anything is read. A page in HTML was written by somebody else. */
function unauthorised(text: string): Sent {
  const body = text.trim() === '' ? {} : parsed(text);
  if (typeof body !== 'object' || body === null) return { unknown: 'Payoneer: HTTP 401 with a body that is not Payoneer’s own. Each payout is asked for.' };
  return { refused: 'all', reason: { code: '401', text: 'The gateway did not accept our token. Nothing was taken.', cause: 'access' } };
}

function parsed(text: string): unknown {
  try {
    return parseExactly(text);
  } catch {
    return undefined;
  }
}
