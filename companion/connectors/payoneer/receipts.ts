import type { z } from 'zod';
import type { Receipts, Tools } from '../connector.ts';
import type { Movement, MovementKind, MovementStatus } from '../../domain/movements.ts';
import { Problem } from '../../domain/problem.ts';
import { feesIn, type AccountDesk } from './fees.ts';
import type { Settings } from './settings.ts';
import { amountOf } from './sightings.ts';
import { readTransactions } from './transactions.ts';
import { transaction } from './wire.ts';

/** `category_id` and `status_id` (facts, section 5). */
const kinds: ReadonlyMap<string, MovementKind> = new Map([['1', 'incoming'], ['2', 'refund'], ['3', 'withdrawal'], ['4', 'card'], ['5', 'outgoing'], ['6', 'fee']]);
const statuses: ReadonlyMap<string, MovementStatus> = new Map([['1', 'pending'], ['2', 'completed'], ['3', 'cancelled'], ['4', 'failed']]);

/** Pages of 100 in one look; more is asked for in shorter times. */
const pageLimit = 50;

/** The account's transactions as movements: one call per page of 100, and one for a token when the last has run out. */
export function receipts(settings: Settings, tools: Tools, desk: AccountDesk): Receipts {
  return {
    keyPrefix: async () => {
      const account = await desk();
      return account && `payoneer:${settings.environment}:${account.id}`;
    },
    async read(from, to) {
      const account = await desk();
      if (!account) throw new Problem('refused', 'Payoneer: there is no consent of the account holder. Give it by the link on the connection record.', { code: 'no_consent' });
      const { lines, complete } = await readTransactions(account.id, { from, to, pageLimit }, settings, account.client);
      const movements = new Map<string, Movement>();
      const unreadable: string[] = [];
      for (const line of lines) {
        try {
          const movement = movementOf(line);
          movements.set(movement.id, movement);
        } catch (error) {
          unreadable.push(error instanceof Error ? error.message : String(error));
        }
      }
      return { movements: [...movements.values()], fees: feesIn(lines, tools), unreadable, complete };
    },
  };
}

/** One line in our words. @throws Problem `unmapped` when something needed is missing or not known. */
function movementOf(line: unknown): Movement {
  const read = transaction.safeParse(line);
  if (!read.success) throw new Problem('unmapped', `Payoneer: a transaction has another form than documented (${read.error.issues.map(({ path, message }) => `${path.join('.')}: ${message}`).join('; ')}). Compare with Payoneer’s reference and adapt wire.ts.`);
  const { id, category_id, status_id, status_name, amount, amount_currency, date, source, description, details } = read.data;
  const kind = kinds.get(category_id ?? '');
  const at = Date.parse(date ?? details?.payment_date ?? '');
  if (!kind || !amount || !amount_currency || Number.isNaN(at))
    throw new Problem('unmapped', `Payoneer: transaction ${id} lacks a known category, an amount with its currency, or a date (category "${category_id ?? ''}"). Ask Payoneer what it is and add it to receipts.ts.`);
  return {
    id, kind, direction: amount.startsWith('-') ? 'Out' : 'In', amount: amountOf(amount.replace(/^-/, ''), amount_currency), at: new Date(at).toISOString(),
    status: statuses.get(status_id ?? '') ?? 'unrecognised', raw: status_name?.trim() || (status_id ?? ''), source: source?.trim() ?? '',
    reference: details?.payment_reference?.trim() ?? '', description: wordsIn(description, details),
  };
}

/** What was written beside the payment, each text once. */
function wordsIn(description: string | null | undefined, details: z.infer<typeof transaction>['details']): string {
  const texts = [description, details?.payment_description, details?.note].map((text) => text?.trim() ?? '').filter(Boolean);
  return [...new Set(texts)].join(' ').slice(0, 1_000);
}
