import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Rig } from './companion-rig.ts';
import { eventually } from './eventually.ts';
import { payeesIn, programsIn } from './programs-and-payees.ts';
import { openQuickRig } from './quick-rig.ts';

const programs = programsIn(['USD', 'EUR', 'GBP'], 1_000_00);
const payees = payeesIn(programs);
const programOf = (currency: string): string => programs.find((each) => each.currency === currency)?.program ?? '';

interface Line { readonly i: string; readonly v: string; readonly w?: number; readonly a: string }
interface Told { readonly status: string; readonly verdict: string; readonly lines: readonly (Line & { readonly why: string })[]; readonly summary: { readonly costs: readonly object[]; readonly shortfalls: readonly object[]; readonly lanes: readonly { readonly heldUp?: string }[]; readonly asIfApproved: number } }

let rig: Rig;
beforeAll(async () => {
  rig = await openQuickRig({ programs });
  await rig.addPayees([...payees, { id: 'gone', name: 'Gone', country: 'DE', program: programOf('USD'), standing: 'Inactive' }]);
});
afterAll(() => rig.end());

const raise = (currency: string, ...amounts: string[]): string[] => rig.raise(amounts.map((amount, at) => ({ payee: `payee-${currency}`, amount, currency, purpose: 'Rehearsed', invoice: `R-${currency}-${amount}-${at}` })));
const asked = (fields: Record<string, string>, by = rig.people.finance): string => rig.save('Rehearsal__c', [fields], by)[0] ?? '';
const moneyMovingCalls = (): number => rig.world.calls.entries.filter(({ standIn, method, path }) => standIn === 'payoneer' && method !== 'GET' && /masspayouts|cancel/.test(path)).length;

async function told(id: string): Promise<Told> {
  await eventually(() => expect(rig.row('Rehearsal__c', id).Status__c).not.toBe('Asked'));
  const row = rig.row('Rehearsal__c', id);
  const { reasons, lines } = JSON.parse(String(row.Lines__c ?? '{"reasons":[],"lines":[]}')) as { reasons: string[]; lines: Line[] };
  return { status: String(row.Status__c), verdict: String(row.Verdict__c), summary: JSON.parse(String(row.Summary__c ?? '{}')) as Told['summary'], lines: lines.map((line) => ({ ...line, why: line.w === undefined ? '' : (reasons[line.w] ?? '') })) };
}
const rehearsed = (ids: readonly string[]): Promise<Told> => told(asked({ Request_Ids__c: ids.join(',') }));

describe('a rehearsal', () => {
  it('says of drafts what would happen after an approval, and sends nothing, plans nothing and changes no payment', async () => {
    const ids = raise('USD', '40.00', '50.00');
    const [gone = ''] = rig.raise([{ payee: 'gone', amount: '7.00', currency: 'USD', purpose: 'Rehearsed' }]);
    const before = [moneyMovingCalls(), ...[...ids, gone].map((id) => String(rig.request(id).LastModifiedDate))];
    const { status, verdict, lines, summary } = await rehearsed([...ids, gone]);
    expect(status).toBe('Answered');
    expect(verdict).toBe('2 of 3 will be paid; 1 will be refused.');
    expect(lines.map(({ i, v }) => [i, v])).toEqual([[gone, 'refused'], [ids[0], 'pays'], [ids[1], 'pays']]);
    expect(lines[0]?.why).toContain('the payee is inactive');
    expect(summary).toMatchObject({ asIfApproved: 3, shortfalls: [], costs: [{ currency: 'USD', count: 2, amount: '90.00', fee: '3.00', feeUnknown: 0 }] });
    expect([moneyMovingCalls(), ...[...ids, gone].map((id) => String(rig.request(id).LastModifiedDate))]).toEqual(before);
    const { ledger, db } = rig.companion.assembly.store;
    expect(await ledger.payments([...ids, gone])).toEqual([]);
    expect(await ledger.attemptsOf([...ids, gone])).toEqual([]);
    expect(await db.query("select key from outbox where kind in ('request','transaction','batch') and key = any($1::text[])", [[...ids, gone]])).toEqual([]);
  }, 20_000);

  it('takes its numbered steps, and they are in the journal', async () => {
    const id = asked({ Request_Ids__c: raise('USD', '12.00').join(',') });
    await told(id);
    // The books are told within the last step, which is noted when it has ended.
    await eventually(async () => expect((await rig.companion.assembly.store.journal.read(id)).map((line) => line.step.split(' ')[0])).toEqual(['1', '2', '3', '4']));
  }, 20_000);

  it('of a locked, submitted request can be asked by its approver, and is right: what follows is what it said', async () => {
    const [id = ''] = raise('EUR', '30.00');
    const { lines } = await told(asked({ Payment_Request__c: id }, rig.people.approver));
    expect(lines).toMatchObject([{ i: id, v: 'pays' }]);
    rig.approve([id]);
    await rig.until([id], ['Completed']);
    expect((await told(asked({ Payment_Request__c: id }))).lines).toMatchObject([{ i: id, v: 'over', why: 'It is Completed already; nothing more is sent for it.' }]);
  }, 20_000);

  it('says what the money does not suffice for, in order of the dates, and what to load by when', async () => {
    const [late = '', soon = '', far = ''] = raise('GBP', '600.00', '500.00', '10.00');
    rig.save('Payment_Request__c', [{ Id: late, Due_Date__c: '2099-02-01' }, { Id: soon, Due_Date__c: '2099-01-01' }, { Id: far, Payout_Date__c: '2099-03-01' }], rig.people.finance);
    const { lines, summary, verdict } = await rehearsed([late, soon, far]);
    expect(lines.map(({ i, v }) => [i, v])).toEqual([[late, 'short'], [far, 'pays later'], [soon, 'pays']]);
    expect(verdict).toBe('1 of 3 will be paid; 1 will wait for funds; 1 will be paid later; 110.00 GBP missing.');
    expect(summary.shortfalls).toMatchObject([{ currency: 'GBP', available: '1000.00', missing: '110.00', waits: 1, loads: [{ by: '2099-02-01', amount: '100.00' }, { by: '2099-03-01', amount: '10.00' }] }]);
  }, 20_000);

  it('holds the second of two alike, and says of which', async () => {
    const twins = rig.raise([1, 2].map(() => ({ payee: 'payee-USD', amount: '77.00', currency: 'USD', purpose: 'Twice', invoice: 'T-1' })));
    const { lines } = await rehearsed(twins);
    expect(lines.map(({ v }) => v)).toEqual(['held', 'pays']);
    expect(lines[0]?.why).toContain(`Possible duplicate of ${String(rig.request(lines[1]?.i ?? '').Name)}`);
  }, 20_000);

  it('while everything is paused still tells, and says that it is', async () => {
    const [settings] = [...rig.org.org.rows('Quittance_Settings__c').values()];
    const id = settings ? String(settings.Id) : '';
    const [paused = ''] = rig.save('Quittance_Settings__c', [{ ...(id ? { Id: id } : { SetupOwnerId: rig.org.org.id }), Pause_All__c: true }], rig.people.admin);
    const { lines, summary } = await rehearsed(raise('USD', '5.00'));
    expect(lines).toMatchObject([{ v: 'pays' }]);
    expect(summary.lanes).toMatchObject([{ heldUp: 'the kill switch in the books is on' }]);
    rig.save('Quittance_Settings__c', [{ Id: paused, Pause_All__c: false }], rig.people.admin);
  }, 20_000);

  it('of a run takes every request on it', async () => {
    const [run = ''] = rig.save('Payment_Run__c', [{ Label__c: 'Month end', Approver__c: rig.people.approver.id }], rig.people.finance);
    const ids = raise('USD', '11.00', '12.50');
    rig.save('Payment_Request__c', ids.map((Id) => ({ Id, Payment_Run__c: run })), rig.people.finance);
    const { lines, verdict } = await told(asked({ Payment_Run__c: run }));
    expect(lines.map(({ i }) => i).toSorted()).toEqual([...ids].toSorted());
    expect(verdict).toBe('2 of 2 will be paid.');
  }, 20_000);

  it('of nothing, or of what is no id, fails in words and keeps nobody waiting', async () => {
    const [empty, strange] = [asked({}), asked({ Request_Ids__c: "x' OR Name != '" })];
    expect(await told(empty)).toMatchObject({ status: 'Failed', verdict: expect.stringContaining('nothing to rehearse was named') });
    expect(await told(strange)).toMatchObject({ status: 'Failed', verdict: expect.stringContaining('is no record id') });
  }, 20_000);
});

describe('the answer of a rehearsal', () => {
  it('that the org lets nobody answer keeps no other waiting', async () => {
    const { save } = rig.org.org;
    const locked = asked({ Request_Ids__c: raise('USD', '3.00').join(',') });
    rig.org.org.save = (object, records, ...rest) => save.call(rig.org.org, object, records.map((row) => (row.Id === locked ? { ...row, Status__c: 'A word of the org' } : row)), ...rest);
    expect((await rehearsed(raise('USD', '4.00'))).status).toBe('Answered');
    expect(rig.row('Rehearsal__c', locked).Status__c).toBe('Asked');
    rig.org.org.save = save;
    expect((await told(locked)).status).toBe('Answered');
  }, 30_000);

  it('can be given by nobody but the companion, and only once', async () => {
    const ids = raise('USD', '13.00');
    // Field-level security forbids it, and where somebody was given the fields the rule does.
    for (const by of [rig.people.finance, rig.people.approver, rig.people.admin]) expect(() => asked({ Request_Ids__c: ids.join(','), Status__c: 'Answered' }, by)).toThrow();
    const id = asked({ Request_Ids__c: ids.join(',') });
    const { verdict } = await told(id);
    expect(() => rig.save('Rehearsal__c', [{ Id: id, Verdict__c: 'All fine' }], rig.people.admin)).toThrow();
    expect(rig.row('Rehearsal__c', id).Verdict__c).toBe(verdict);
  }, 20_000);

  it('comes through lost answers, refusals and a restart, once', async () => {
    const query = 'GET /services/data/:version/query';
    const composite = 'POST /services/data/:version/composite';
    rig.world.weather.add(
      { standIn: 'salesforce', door: query, when: 'before', times: 1, reply: { status: 503 } },
      { standIn: 'salesforce', door: composite, when: 'after', times: 2, reply: 'drop' },
      { standIn: 'payoneer', door: 'GET /v4/programs/:program/balance', when: 'before', times: 1, reply: { status: 429 } },
    );
    const id = asked({ Request_Ids__c: raise('USD', '14.00').join(',') });
    await rig.restart();
    expect(await told(id)).toMatchObject({ status: 'Answered', verdict: '1 of 1 will be paid.' });
    rig.world.weather.clear();
  }, 25_000);
});
