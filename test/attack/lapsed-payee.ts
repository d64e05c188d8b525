import type { PayoneerPolicies } from '../../sandbox/payoneer/policies.ts';
import { payeeOf } from '../flows/programs-and-payees.ts';
import type { AttackRig } from './attack-rig.ts';

/** The provider refuses a whole batch for one inactive payee and does not say which. */
export const refusesUnnamed: Partial<PayoneerPolicies> = { inactivePayee: 'reject', errorsNameItems: false };

/** Everybody is paid once, so that the companion has asked for their standing lately; then the payee `bad` lapses, and the next submission is what meets it. */
export async function addPayeesOfWhomOneLapses(rig: AttackRig, ...others: readonly string[]): Promise<void> {
  const all = [...others, 'bad'];
  await rig.addPayees(all.map((id) => payeeOf(id)));
  const before = rig.raise(all.map((payee) => ({ payee, amount: '5.00', currency: 'USD', purpose: 'Before' })));
  rig.approve(before);
  await rig.until(before, ['Completed']);
  await rig.payoneer.setPayee('bad', { status: 'Inactive' });
}

/** One request for each of these payees, a cent apart, approved at once. @returns their ids in this order */
export function approveWave(rig: AttackRig, ...payees: readonly string[]): string[] {
  const ids = rig.raise(payees.map((payee, index) => ({ payee, amount: `6.0${index}`, currency: 'USD', purpose: 'Wave' })));
  rig.approve(ids);
  return ids;
}
