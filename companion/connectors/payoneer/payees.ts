import type { z } from 'zod';
import type { CallClass, Payees, PayeeStatus } from '../connector.ts';
import { Problem } from '../../domain/problem.ts';
import { type Client, pathOf } from './client.ts';
import { payeeNotFoundCodes } from './error-codes.ts';
import { bodyOf, refusal } from './exchange.ts';
import { ownError } from './refusals.ts';
import { payeeStatusReply } from './wire.ts';

/** `status.type` and the flat word of one README sample (facts, section 4). */
const statuses: ReadonlyMap<string, PayeeStatus> = new Map([
  ['0', 'pending'], ['1', 'active'], ['99', 'inactive'],
  ['pending', 'pending'], ['active', 'active'], ['inactive', 'inactive'], ['declined', 'inactive'],
]);

/** What the status reply says, beside the status. */
export interface PayeeStanding {
  readonly status: PayeeStatus;
  readonly reply: z.infer<typeof payeeStatusReply>['result'] | undefined;
}

/** Whether a payee can be paid. Only an active one can. Only Payoneer's own code says that it knows no such payee: any other 404 may as well mean the program or the path. */
export async function payeeStanding(client: Client, kind: CallClass, program: string, payeeId: string): Promise<PayeeStanding> {
  const answer = await client.call(kind, 'GET', pathOf('/v4/programs/{program}/payees/{payee}/status', { program, payee: payeeId }));
  if (answer.status !== 200) {
    const error = ownError(answer.text);
    if (error?.codes.some((code) => payeeNotFoundCodes.includes(code))) return { status: 'not found', reply: undefined };
    if (answer.status === 404)
      throw new Problem('unmapped', `Payoneer: HTTP 404 to the payee question without the code of an unknown payee, so the program or the path may be wrong (${refusal(answer, 'the payee question').message}). Check PROGRAMS.`);
    throw refusal(answer, 'the payee question');
  }
  const reply = bodyOf(payeeStatusReply, answer, 'the payee question').result;
  const word = typeof reply.status === 'string' ? reply.status.trim().toLowerCase() : reply.status.type;
  const status = statuses.get(word);
  if (!status) throw new Problem('unmapped', `Payoneer: payee status "${word}" is not known. Ask Payoneer what it means and add it to payees.ts.`);
  return { status, reply };
}

/** What money needs to know of a payee before it leaves: the question goes before others. */
export function payees(client: Client): Payees {
  return { status: async (program, payeeId) => (await payeeStanding(client, 'ask', program, payeeId)).status };
}
