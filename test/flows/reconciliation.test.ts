import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import type { Transaction } from '../../sandbox/payoneer/state.ts';
import type { Row } from '../../sandbox/salesforce/org.ts';
import type { Rig } from './companion-rig.ts';
import { freshDebt, threeInvoices } from './debts.ts';
import { eventually, pause } from './eventually.ts';
import { copyOf, lineOf, replaceIn } from './listed-payouts.ts';
import { payeeOf, twoPayees } from './programs-and-payees.ts';
import { quickTiming } from './quick-timing.ts';
import { connectionRow, giveConsent, openReceiptsRig, transactionsDoor } from './receipts-rig.ts';
import { issuesOfKind, payOne, reasonOf, transactionsOf } from './witnesses.ts';

type Options = NonNullable<Parameters<typeof openReceiptsRig>[0]>;

/** A day lasts a second here, and what is late is looked for again for five. */
const timing = { ...quickTiming, receiptsMs: 60_000, receiptsOverlapMs: 60_000, receiptsWholeMs: 60_000, writeGapLongestMs: 300, reconcileEveryMs: 1_000, reconcileLateMs: 300, reconcilePatienceMs: 5_000 };
const openDays = (options: Options = {}): Promise<Rig> => openReceiptsRig({ ...options, config: { timing } });

let rig: Rig;
const differences = (reference: string): Row[] => issuesOfKind(rig, 'provider difference').filter((row) => row.Source__c === reference);
const payoutOf = (id: string): Row => transactionsOf(rig, id).find((row) => row.Type__c === 'Payout') ?? {};
const confirmed = async (ids: readonly string[]): Promise<void> => eventually(() => expect(ids.map((id) => payoutOf(id).Reconciliation__c)).toEqual(ids.map(() => 'Confirmed')), 20_000);
const steps = async (id: string): Promise<string[]> => (await rig.companion.assembly.store.journal.read(id)).filter(({ flow }) => flow === 'reconciliation').map(({ step }) => step.split(' ')[0] ?? '');
const looks = (): number => rig.world.calls.entries.filter(({ door }) => door === transactionsDoor).length;

const list = (): Transaction[] => rig.payoneer.state.transactions;
const replace = (line: Transaction, ...by: readonly Transaction[]): void => replaceIn(list(), line, by);

describe('payouts of a day, compared with the provider\'s own', () => {
  beforeAll(async () => {
    rig = await openDays();
    await rig.addPayees(twoPayees);
    await giveConsent(rig);
    // From the first one it lists the provider is known to list the program's payouts.
    await confirmed([await payOne(rig, freshDebt('payee-1', 200, 'The first'))]);
  });
  afterAll(() => rig.end());

  it('say each when it was found, name no difference, and follow the numbered steps', async () => {
    const ids = rig.raise(threeInvoices);
    rig.approve(ids);
    await rig.until(ids, ['Completed']);
    await confirmed(ids);
    for (const id of ids) {
      expect(Date.parse(String(payoutOf(id).Reconciled_At__c))).toBeGreaterThan(Date.parse(String(payoutOf(id).Occurred_At__c)));
      expect(new Set(await steps(id))).toEqual(new Set(['2', '3']));
    }
    expect(issuesOfKind(rig, 'provider difference')).toEqual([]);
    await eventually(() => expect(connectionRow(rig).Reconciliation__c).toMatch(/^Compared up to .* UTC\. .*; 0 differences open\.$/));
    const reads = await rig.companion.db.query<{ step: string }>("select step from journal where flow = 'reconciliation' and correlation_id like 'reconciliation %'");
    expect(new Set(reads.map(({ step }) => step))).toEqual(new Set(["1 read the provider's transactions"]));
  });

  /** What the provider's books say instead of the one line of a payout, and how it is called. */
  const wrong: readonly (readonly [string, RegExp, (line: Transaction) => readonly Transaction[]])[] = [
    ['not listed', /does not list it; it is completed here/, () => []],
    ['listed twice', /lists it 2 times/, (line) => [line, copyOf(line)]],
    ['another amount', /lists 1\.23 USD; here it is/, (line) => [{ ...line, amountMinor: -123 }]],
    ['another currency', /lists .* EUR; here it is .* USD/, (line) => [{ ...line, wallet: rig.payoneer.state.wallets.find(({ currency }) => currency === 'EUR') ?? line.wallet }]],
    ['not paid there', /lists it as failed/, (line) => [{ ...line, statusId: 4 }]],
    ['given back there', /lists it as paid and given back; it is completed here/, (line) => [line, copyOf(line, { categoryId: 2, amountMinor: -line.amountMinor })]],
  ];
  describe('that differ there', () => {
    const stories = new Map<string, { readonly id: string; readonly line: Transaction; readonly lines: readonly Transaction[] }>();
    const story = (word: string): { readonly id: string; readonly reference: string } => ({ id: stories.get(word)?.id ?? '', reference: `${stories.get(word)?.id ?? ''}-01` });

    beforeAll(async () => {
      for (const [word, , instead] of wrong) {
        const id = await payOne(rig, freshDebt('payee-1', 200, `Is ${word}`));
        const line = lineOf(list(), `${id}-01`);
        const lines = instead(line);
        stories.set(word, { id, line, lines });
        replace(line, ...lines);
      }
    }, 60_000);

    it.each(wrong)('%s: is named once on the record, and changes nothing else', async (word, detail) => {
      const { id, reference } = story(word);
      await eventually(() => expect(differences(reference)).toMatchObject([{ Status__c: 'Open', Severity__c: 'Critical', Payment_Request__c: id, Detail__c: expect.stringMatching(detail), Summary__c: `The provider's transactions differ: ${reference} ${word}` }]), 20_000);
      await eventually(() => expect(payoutOf(id)).toMatchObject({ Reconciliation__c: 'Different', Reconciliation_Detail__c: expect.stringMatching(detail), Status__c: 'Transferred' }));
      expect([payoutOf(id).Reconciled_At__c ?? null, rig.statuses([id])]).toEqual([null, ['Completed']]);
      expect((await steps(id)).slice(-3)).toEqual(['2', '3', '4']);
    });

    it('are said no second time by later looks, and taken back when both sides agree', async () => {
      const [before, all] = [looks(), [...stories.values()]];
      await eventually(() => expect(looks()).toBeGreaterThan(before + 2));
      expect(wrong.map(([word]) => differences(story(word).reference).map((row) => Number(row.Count__c)))).toEqual(wrong.map(() => [1]));
      const gone = new Set(all.flatMap(({ lines }) => lines));
      list().splice(0, list().length, ...list().filter((each) => !gone.has(each)), ...all.map(({ line }) => line));
      await confirmed(all.map(({ id }) => id));
      await eventually(() => expect(wrong.map(([word]) => differences(story(word).reference).map((row) => row.Status__c))).toEqual(wrong.map(() => ['Resolved'])));
      expect(all.every(({ id }) => Boolean(payoutOf(id).Reconciled_At__c))).toBe(true);
    }, 30_000);
  });

  it('are looked for again when the transaction comes late, and found', async () => {
    const id = await payOne(rig, freshDebt('payee-1', 200, 'Comes late'));
    const line = lineOf(list(), `${id}-01`);
    replace(line);
    await eventually(() => expect(payoutOf(id).Reconciliation__c).toBe('Awaited'));
    list().push(line);
    await confirmed([id]);
    expect(differences(`${id}-01`)).toEqual([]);
  }, 20_000);

  it('agree when one came back there and here, and differ when it came back here alone', async () => {
    const id = await payOne(rig, freshDebt('payee-1', 200, 'Comes back'));
    await confirmed([id]);
    await rig.payoneer.returnPayout(`${id}-01`);
    await rig.until([id], ['Returned']);
    await eventually(() => expect(payoutOf(id).Reconciliation_Detail__c).toBe('The provider lists it as paid and given back.'), 20_000);
    expect(transactionsOf(rig, id).find((row) => row.Type__c === 'Return')?.Reconciliation__c ?? null).toBeNull();
    const refund = lineOf(list(), `${id}-01`, 2);
    replace(refund);
    await eventually(() => expect(differences(`${id}-01`)).toMatchObject([{ Status__c: 'Open', Detail__c: expect.stringMatching(/lists it as paid, .*; it is returned here/) }]), 20_000);
    list().push(refund);
    await eventually(() => expect(differences(`${id}-01`).map((row) => row.Status__c)).toEqual(['Resolved']));
  }, 40_000);

  it('differ when one was cancelled here and is paid there, and agree when it was cancelled on both sides', async () => {
    await rig.payoneer.setPayee('payee-2', { status: 'Inactive' });
    const ids = rig.raise([{ payee: 'payee-2', amount: '51.10', currency: 'EUR', purpose: 'Payee sleeps' }, { payee: 'payee-2', amount: '52.20', currency: 'EUR', purpose: 'Payee sleeps too' }]);
    rig.approve(ids);
    await rig.until(ids, ['Failed', 'Needs Correction', 'On Hold']);
    const [id = '', other = ''] = ids;
    rig.payoneer.receive({ amountMinor: -51_10, currency: 'EUR', source: '100200301', categoryId: 5, reference: `${id}-01` });
    rig.payoneer.receive({ amountMinor: -52_20, currency: 'EUR', source: '100200301', categoryId: 5, reference: `${other}-01`, status: 'Canceled' });
    await eventually(() => expect(issuesOfKind(rig, 'provider difference').filter((row) => String(row.Source__c).toLowerCase() === `${id}-01`.toLowerCase()).map((row) => row.Status__c)).toEqual(['Open']), 20_000);
    expect([differences(`${other}-01`), reasonOf(rig, id)]).toEqual([[], expect.any(String)]);
    await rig.payoneer.setPayee('payee-2', { status: 'Active' });
  }, 30_000);

  it('lack what left under a reference of ours that nobody here has sent: it is named, and other payments are left alone', async () => {
    const id = await payOne(rig, freshDebt('payee-1', 200, 'Has a shadow'));
    rig.payoneer.receive({ amountMinor: -77_00, currency: 'USD', source: '100200300', categoryId: 5, reference: `${id}-07` });
    rig.payoneer.receive({ amountMinor: -88_00, currency: 'USD', source: '100200300', categoryId: 5, reference: 'Rent for May' });
    await eventually(() => expect(differences(`${id}-07`.toLowerCase())).toMatchObject([{ Status__c: 'Open', Payment_Request__c: id, Detail__c: expect.stringMatching(/lists 77\.00 USD under this reference, which nobody here has sent/) }]), 20_000);
    rig.payoneer.receive({ amountMinor: 77_00, currency: 'USD', source: '100200300', categoryId: 2, reference: `${id}-07` });
    await eventually(() => expect(differences(`${id}-07`.toLowerCase()).map((row) => row.Status__c)).toEqual(['Resolved']), 20_000);
    expect(issuesOfKind(rig, 'provider difference').filter((row) => String(row.Source__c).includes('ent for'))).toEqual([]);
  }, 30_000);

  it('are compared again after a restart and in bad weather without a second issue, and named again when a person asks', async () => {
    const id = await payOne(rig, freshDebt('payee-1', 200, 'In bad weather'));
    const [reference, line] = [`${id}-01`, lineOf(list(), `${id}-01`)];
    for (const reply of ['drop', { status: 503 }, { status: 200, headers: { 'content-type': 'text/html' }, body: '<html></html>' }] as const)
      rig.world.weather.add({ standIn: 'payoneer', door: transactionsDoor, when: 'after', times: 1, reply });
    replace(line, copyOf(line), line);
    await eventually(() => expect(differences(reference).map((row) => row.Status__c)).toEqual(['Open']), 15_000);
    await rig.restart();
    const { reconciliation } = rig.companion.assembly.engine.desk;
    // Two that looked at the same time, and one that died before it said so.
    const [from, until] = [0, Date.now()];
    const days = { since: 0, before: from, until, from, readFrom: from, recoveredAt: 0 };
    const compared = await reconciliation.compare(days);
    await rig.companion.db.query('delete from reconciliation where reference = $1', [reference]);
    const all = await Promise.all([reconciliation.compare(days), reconciliation.compare(days)]);
    const kept = await Promise.all([...all, compared].map((each) => reconciliation.keep(each)));
    expect(kept.map(({ named }) => named.filter(({ note }) => (note as { reference: string }).reference === reference).length).toSorted()).toEqual([0, 0, 1]);
    const [issue = {}] = differences(reference);
    rig.save('Sync_Issue__c', [{ Id: issue.Id ?? '', Requested_Action__c: 'Retry', Requested_Reason__c: 'The provider has corrected it' }], rig.people.admin);
    await eventually(async () => expect((await rig.companion.db.query<{ count: number }>('select count from issue where source = $1', [reference]))[0]?.count).toBeGreaterThan(2), 20_000);
    await eventually(() => expect(differences(reference).map((row) => row.Status__c)).toEqual(['Open']), 20_000);
  }, 60_000);
});

describe('where the provider can not be asked', () => {
  afterEach(() => rig.end());

  it('without a consent, that the days are not compared is said once, and they are compared when it is given', async () => {
    rig = await openDays();
    await rig.addPayees([payeeOf('payee-1')]);
    const id = await payOne(rig, freshDebt('payee-1', 90, 'Nobody may look'));
    const warnings = (): Row[] => issuesOfKind(rig, 'day not compared');
    await eventually(() => expect(warnings()).toMatchObject([{ Status__c: 'Open', Severity__c: 'Warning', Detail__c: expect.stringMatching(/^1 payout up to .* once the consent is given/s) }]), 20_000);
    await payOne(rig, freshDebt('payee-1', 90, 'Nobody may look again'));
    await pause(2_500);
    expect([warnings().map((row) => Number(row.Count__c)), payoutOf(id).Reconciliation__c ?? null, looks()]).toEqual([[1], null, 0]);
    expect(connectionRow(rig).Reconciliation__c).toMatch(/not compared, for the account may not be read/);
    await giveConsent(rig);
    await confirmed([id]);
    await eventually(() => expect(warnings().map((row) => row.Status__c)).toEqual(['Resolved']));
  }, 40_000);

  it('where it lists no payouts of a program, the program is told once and no payout; all are compared once it does', async () => {
    rig = await openDays({ policies: { payoutsInTransactions: false } });
    await rig.addPayees([payeeOf('payee-1')]);
    await giveConsent(rig);
    const ids = [await payOne(rig, freshDebt('payee-1', 90, 'Not in the list')), await payOne(rig, freshDebt('payee-1', 90, 'Not in the list either'))];
    const warnings = (): Row[] => issuesOfKind(rig, 'payouts not listed');
    await eventually(() => expect(warnings()).toMatchObject([{ Status__c: 'Open', Severity__c: 'Warning', Source__c: 'payoneer/100200300' }]), 15_000);
    await pause(2_500);
    expect([warnings().map((row) => Number(row.Count__c)), ids.map((id) => payoutOf(id).Reconciliation__c ?? null), issuesOfKind(rig, 'provider difference')]).toEqual([[1], [null, null], []]);
    // As soon as it lists one, the earlier ones are looked for too.
    rig.payoneer.policies.payoutsInTransactions = true;
    await confirmed([await payOne(rig, freshDebt('payee-1', 90, 'In the list')), ...ids]);
    await eventually(() => expect(warnings().map((row) => row.Status__c)).toEqual(['Resolved']));
  }, 40_000);
});
