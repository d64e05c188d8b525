import type { PayoutTerms } from '../domain/rehearsal-roles.ts';
import type { Office } from './office.ts';

/** As many of the last payouts tell how long the next will take. */
const lastPayouts = 50;

/**
 * When a payout sent now, or on its payout date, would be reported as paid: as long after as half of the program's last 50 took at most. The provider
 * announces no date, so without a past there is none.
 */
export async function arrivals(office: Office, { programs }: Pick<PayoutTerms, 'programs'>): Promise<(program: string | undefined, payoutDate: string | undefined) => string | undefined> {
  const now = office.tools.now();
  const typicalMs = new Map<string, number>();
  for (const { program } of programs) {
    const took = (await office.store.ledger.transferTimes(office.payerId, program, lastPayouts)).toSorted((a, b) => a - b);
    const middle = took[Math.floor(took.length / 2)];
    if (middle !== undefined) typicalMs.set(program, middle);
  }
  return (program, payoutDate) => {
    const ms = program === undefined ? undefined : typicalMs.get(program);
    return ms === undefined ? undefined : new Date(Math.max(now, payoutDate ? Date.parse(payoutDate) : now) + ms).toISOString();
  };
}
