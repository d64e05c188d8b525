import type { Payees, PayeeStatus } from '../connector.ts';
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

/** Whether a payee can be paid. Only an active one can. Only Payoneer's own code says that it knows no such payee: any other 404 may as well mean the program or the path. */
export function payees(client: Client): Payees {
  return {
    async status(program, payeeId) {
      const answer = await client.call('ask', 'GET', pathOf('/v4/programs/{program}/payees/{payee}/status', { program, payee: payeeId }));
      if (answer.status !== 200) {
        const error = ownError(answer.text);
        if (error?.codes.some((code) => payeeNotFoundCodes.includes(code))) return 'not found';
        if (answer.status === 404)
          throw new Problem('unmapped', `Payoneer: HTTP 404 to the payee question without the code of an unknown payee, so the program or the path may be wrong (${refusal(answer, 'the payee question').message}). Check PROGRAMS.`);
        throw refusal(answer, 'the payee question');
      }
      const { status } = bodyOf(payeeStatusReply, answer, 'the payee question').result;
      const word = typeof status === 'string' ? status.trim().toLowerCase() : status.type;
      const known = statuses.get(word);
      if (!known) throw new Problem('unmapped', `Payoneer: payee status "${word}" is not known. Ask Payoneer what it means and add it to payees.ts.`);
      return known;
    },
  };
}
