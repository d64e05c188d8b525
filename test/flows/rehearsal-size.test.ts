import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { RehearsalView } from '../../companion/domain/rehearsal-roles.ts';
import type { PaymentRequest } from '../../companion/domain/payout.ts';
import { rehearse, type RehearsalCast } from '../../companion/engine/rehearse.ts';
import type { Rig } from './companion-rig.ts';
import { payeesIn, programsIn } from './programs-and-payees.ts';
import { openQuickRig } from './quick-rig.ts';

const programs = programsIn(['USD'], 1_000_000_00);
const [program] = programs;
let rig: Rig;
beforeAll(async () => {
  rig = await openQuickRig({ programs });
  await rig.addPayees(payeesIn(programs));
});
afterAll(() => rig.end());

const payeeKey = `payoneer:sandbox:${program?.program ?? ''}:payee-`;
const request = (at: number): PaymentRequest => ({
  id: `a0200000000${String(at).padStart(4, '0')}AAA`, name: `PR-${at}`, status: 'Draft', amount: { minor: 1_000 + at, currency: 'USD' }, purpose: 'Many', invoiceNumber: `M-${at}`, payoutDate: undefined,
  fundingAccountId: undefined, program: program?.program, createdById: '005000000000001AAA', attempt: 0, stamp: undefined, evidence: undefined,
  recipient: { id: `a0300000000${String(at).padStart(4, '0')}AAA`, payeeKey: `${payeeKey}${at}`, country: 'DE', status: 'Active', verified: true, statusCheckedAt: undefined, payeeChangedById: undefined },
});
const view: RehearsalView = { requests: Array.from({ length: 1_000 }, (_, at) => request(at)), waiting: [], unreadable: [], paused: false, limits: {}, allowSelfApproval: false, approvalEvidence: 'classic' };

describe('a rehearsal of 1,000 requests', () => {
  it('takes less than two seconds, and at most ten questions about payees and one about the balance', async () => {
    const { office, payer } = rig.companion.assembly;
    const asked = { payees: 0, balance: 0 };
    const cast: RehearsalCast = {
      // Exactly what may be known: there is nothing here that could send.
      payer: { environment: payer.environment, programs: payer.programs, batchLimit: payer.batchLimit, unsendable: payer.unsendable, funds: async (of) => (asked.balance++, payer.funds(of)) },
      payees: { status: () => (asked.payees++, Promise.resolve('active')) }, fees: undefined,
    };
    // Time of the processor, which other tests beside this one do not take from it.
    const startedAt = process.cpuUsage();
    const told = await rehearse(office, cast, view);
    const { user, system } = process.cpuUsage(startedAt);
    const tookMs = (user + system) / 1_000;
    expect(told.counts).toEqual({ pays: 1_000, 'pays later': 0, short: 0, held: 0, refused: 0, over: 0 });
    expect(asked.payees).toBe(10);
    expect(asked.balance).toBeLessThanOrEqual(1);
    expect(tookMs).toBeLessThan(2_000);
    // And nothing of it stays.
    expect(await office.store.db.query('select request_id from payment union all select reference from attempt union all select id from batch')).toEqual([]);
  }, 30_000);

  it('counts on no money that somebody else waits for, whom the ledger has not heard of yet', async () => {
    const { office, payer } = rig.companion.assembly;
    const cast: RehearsalCast = { payer: { environment: payer.environment, programs: payer.programs, batchLimit: payer.batchLimit, unsendable: payer.unsendable, funds: (of) => payer.funds(of) }, payees: undefined, fees: undefined };
    const alone = await rehearse(office, cast, { ...view, requests: [request(1)] });
    const available = (await office.store.lanes.all()).find(({ currency }) => currency === 'USD')?.availableMinor ?? 0;
    const at = '2026-01-01T00:00:00.000Z';
    const [approvedById, submittedById] = ['005000000000002AAA', '005000000000003AAA'];
    const amount = { minor: available - 500, currency: 'USD' };
    const { recipient, ...other } = { ...request(0), status: 'Approved for Payout' as const, amount };
    const stamp = { amount, recipientId: recipient.id, payeeKey: recipient.payeeKey, purpose: other.purpose, approvedAt: at, approvedById, submittedById };
    const waiting: PaymentRequest[] = [{ ...other, recipient, stamp, evidence: { instanceId: '04g000000000001AAA', actorId: approvedById, submittedById, completedAt: at } }];
    const beside = await rehearse(office, cast, { ...view, requests: [request(1)], waiting });
    expect([alone, beside].map(({ lines }) => lines.map(({ foresight }) => foresight))).toEqual([['pays'], ['short']]);
  }, 30_000);
});
