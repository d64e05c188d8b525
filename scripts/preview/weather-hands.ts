import { moneyText } from '../../companion/domain/money.ts';
import type { PayeeFacts } from '../../sandbox/payoneer/payees.ts';
import type { ServedOutside } from './parts.ts';

/** What a person at Payoneer may change by hand, as it stands now. */
interface HandsView {
  readonly payees: readonly { readonly id: string; readonly name: string; readonly standing: Standing }[];
  readonly programs: readonly { readonly id: string; readonly currency: string; readonly balance: string; readonly topUp: string; readonly empty: boolean }[];
  /** Payouts that reached the payee and have not come back, latest first. */
  readonly payouts: readonly { readonly reference: string; readonly label: string }[];
}

type Standing = 'Active' | 'Pending' | 'Inactive';

export interface WeatherHands {
  view(): HandsView;
  /** Throw in words what does not exist or is not possible. */
  standing(payeeId: string, standing: string): Promise<void>;
  empty(program: string): Promise<void>;
  topUp(program: string): Promise<void>;
  sendBack(reference: string): Promise<void>;
  /** Payees stand as they stood before, and money that was taken out is put back, beside what was sent meanwhile. */
  calm(): Promise<void>;
  readonly changed: boolean;
}

const standings: Readonly<Record<number, Standing>> = { 0: 'Pending', 1: 'Active', 99: 'Inactive' };
const topUpMinor = 10_000_00;
const shownPayouts = 25;

export function weatherHands(outside: ServedOutside): WeatherHands {
  const { payoneer } = outside;
  const before = new Map<string, NonNullable<PayeeFacts['status']>>();
  const taken = new Map<string, number>();
  const wallet = (id: string): { minor: number; readonly currency: string } => {
    const found = payoneer.state.programs.get(id);
    if (!found) throw new Error(`Weather: there is no program ${id}. Choose one of the list.`);
    return found.wallet;
  };
  return {
    view: () => viewOf(outside),
    async standing(payeeId, wanted) {
      const payee = payoneer.state.payees.get(payeeId);
      const status = Object.values(standings).find((each) => each === wanted);
      if (!payee || !status) throw new Error('Weather: choose a payee of the list, and Active, Pending or Inactive.');
      before.set(payeeId, before.get(payeeId) ?? standings[payee.status] ?? 'Active');
      await payoneer.setPayee(payeeId, { status });
      if (before.get(payeeId) === status) before.delete(payeeId);
    },
    async empty(program) {
      const { minor } = wallet(program);
      await payoneer.fund(program, -minor);
      taken.set(program, (taken.get(program) ?? 0) + minor);
    },
    async topUp(program) {
      wallet(program);
      await payoneer.fund(program, topUpMinor);
    },
    sendBack: (reference) => payoneer.returnPayout(reference),
    async calm() {
      for (const [payeeId, status] of before) await payoneer.setPayee(payeeId, { status });
      for (const [program, minor] of taken) await payoneer.fund(program, minor);
      before.clear();
      taken.clear();
    },
    get changed() {
      return before.size + taken.size > 0;
    },
  };
}

function viewOf({ payoneer, org: { org } }: ServedOutside): HandsView {
  const names = new Map([...org.rows('Recipient_Account__c').values()].map((row) => [String(row['Payee_Key__c']).split(':').at(-1) ?? '', String(row['Display_Name__c'] ?? '')]));
  const requests = org.rows('Payment_Request__c');
  const back = new Set(payoneer.transfers().filter(({ kind }) => kind === 'return').map(({ payoutId }) => payoutId));
  const arrived = payoneer.transfers().filter(({ kind, payoutId }) => kind === 'payout' && !back.has(payoutId)).slice(-shownPayouts).reverse();
  const nameOf = (payeeId: string): string => names.get(payeeId) ?? payeeId;
  return {
    payees: [...payoneer.state.payees.values()].map((payee) => ({ id: payee.payeeId, name: nameOf(payee.payeeId), standing: standings[payee.status] ?? 'Active' })).sort((a, b) => a.name.localeCompare(b.name, 'en')),
    programs: [...payoneer.state.programs.values()].map(({ programId, wallet: { minor, currency } }) => ({
      id: programId, currency, balance: moneyText({ minor, currency }), topUp: moneyText({ minor: topUpMinor, currency }), empty: minor <= 0,
    })),
    payouts: arrived.map(({ reference, amountMinor, currency, payeeId }) => ({
      // A reference begins with the id of its request.
      reference, label: `${String(requests.get(reference.slice(0, 18))?.['Name'] ?? reference)} · ${moneyText({ minor: amountMinor, currency })} · ${nameOf(payeeId)}`,
    })),
  };
}
