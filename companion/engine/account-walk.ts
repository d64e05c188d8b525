import type { Movements, Receipts } from '../connectors/connector.ts';
import type { KeyedMovement } from '../store/movements.ts';
import type { Office } from './office.ts';

/** What one look at an account brought, before and after it was kept. */
export interface Heard {
  readonly look: Movements;
  readonly movements: readonly KeyedMovement[];
}

/** An account that is read, for whom, and who hears each part of it. */
export interface Account {
  readonly office: Office;
  readonly receiver: Receipts;
  readonly prefix: string;
  readonly keep: (heard: Heard) => Promise<void>;
}

/** A look that is too large is halved down to this. */
const shortestMs = 1_000;

/** How many short times of the past one leg walks through before it makes room for others. */
export const windowsAtOnce = 8;

/** Reads from one moment to another (epoch ms), in at most so many parts; a time that was short enough is tried twice as long next. `keep` hears each part. @returns how far it came. */
export async function walkAccount({ office, receiver, prefix, keep }: Account, from: number, end: number, windows: number): Promise<number> {
  let [at, spanMs] = [from, end - from];
  for (let read = 0; at < end && read < windows; read++) {
    const { look, to } = await readShortEnough(office, receiver, at, Math.min(end, at + spanMs));
    await keep({ look, movements: look.movements.map((movement) => ({ ...movement, key: `${prefix}:${movement.id}` })) });
    spanMs = (to - at) * 2;
    at = to;
  }
  return at;
}

async function readShortEnough(office: Office, receiver: Receipts, from: number, end: number): Promise<{ readonly look: Movements; readonly to: number }> {
  let to = end;
  for (;;) {
    const look = await receiver.read(from, to);
    if (look.complete) return { look, to };
    if (to - from > shortestMs) {
      to = from + Math.floor((to - from) / 2);
      continue;
    }
    await office.store.issues.raise({
      kind: 'receipts incomplete', source: 'account transactions', severity: 'Critical', summary: 'More transactions in a moment than can be read', by: 1,
      detail: `Between ${new Date(from).toISOString()} and ${new Date(to).toISOString()} the provider lists more transactions than one look may read. What was read is kept; compare that time with the provider's statement.`,
    });
    return { look, to };
  }
}
