import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Rig } from './companion-rig.ts';
import { openQuickRig } from './quick-rig.ts';
import { freshDebt } from './debts.ts';
import { eventually, pause } from './eventually.ts';
import { payeeOf } from './programs-and-payees.ts';
import { answered, expectNeverSent, expectPaidOnce, issuesOf, paidTimes, postedTimes, reasonOf, transactionsOf } from './witnesses.ts';

let rig: Rig;
const raiseOne = (): string => rig.raise([freshDebt('payee-1', 90, 'People')])[0] ?? '';

beforeAll(async () => {
  rig = await openQuickRig();
  await rig.addPayees([payeeOf('payee-1')]);
});
afterAll(() => rig.end());

describe('a person', () => {
  it('who asks for Hold before it is sent stops it, and a release by a second person lets it be paid once', async () => {
    const id = raiseOne();
    rig.approve([id]);
    rig.ask(id, 'Hold', 'Wait for the delivery note');
    await rig.until([id], ['On Hold']);
    expect(reasonOf(rig, id)).toMatch(/Hold by .*Wait for the delivery note/);
    await answered(rig, id);
    await pause(1_200);
    expectNeverSent(rig, [id]);
    rig.ask(id, 'Release', 'The delivery note is here', rig.people.admin);
    await rig.until([id], ['Completed']);
    expectPaidOnce(rig, [id]);
  });

  it('who asks for Cancel before it is sent ends it unsent', async () => {
    const id = raiseOne();
    rig.approve([id]);
    rig.ask(id, 'Cancel', 'Ordered by mistake');
    await rig.until([id], ['Cancelled']);
    await answered(rig, id);
    await pause(1_200);
    expectNeverSent(rig, [id]);
    expect(rig.statuses([id])).toEqual(['Cancelled']);
  });

  it('who asks for Cancel while it is on its way makes the provider decide, and nothing is paid when it cancels', async () => {
    rig.payoneer.policies.transferredAfterMs = 20_000;
    const id = raiseOne();
    rig.approve([id]);
    await rig.until([id], ['In Progress']);
    rig.ask(id, 'Cancel', 'The invoice was withdrawn');
    await rig.until([id], ['Failed']);
    rig.payoneer.policies.transferredAfterMs = 200;
    expect(reasonOf(rig, id)).toMatch(/Cancelled by the partner/);
    expect(paidTimes(rig, id)).toBe(0);
    expect(transactionsOf(rig, id)).toMatchObject([{ Status__c: 'Cancelled' }]);
    rig.ask(id, 'Retry', 'Try again', rig.people.admin);
    await answered(rig, id);
    expect(reasonOf(rig, id)).toMatch(/Nothing to retry/);
    expect(postedTimes(rig, id)).toEqual({ [`${id}-01`]: 1 });
    rig.ask(id, 'Re-initiate', 'The invoice is valid after all', rig.people.admin);
    await rig.until([id], ['Completed']);
    expect(paidTimes(rig, id)).toBe(1);
    expect(postedTimes(rig, id)).toEqual({ [`${id}-01`]: 1, [`${id}-02`]: 1 });
  }, 40_000);

  it('who asks for Cancel, Hold, Release or Re-initiate after it was paid changes nothing', async () => {
    const id = raiseOne();
    rig.approve([id]);
    await rig.until([id], ['Completed']);
    for (const action of ['Cancel', 'Hold', 'Release', 'Re-initiate']) {
      rig.ask(id, action, 'Too late', rig.people.admin);
      await answered(rig, id);
      expect(rig.statuses([id])).toEqual(['Completed']);
      expect(reasonOf(rig, id)).toMatch(/not possible while Completed|could no longer/);
    }
    await pause(600);
    expectPaidOnce(rig, [id]);
  }, 40_000);

  it('who asks for Hold while it is on its way is told that it is too late', async () => {
    rig.payoneer.policies.transferredAfterMs = 2_000;
    const id = raiseOne();
    rig.approve([id]);
    await rig.until([id], ['In Progress']);
    rig.payoneer.policies.transferredAfterMs = 200;
    rig.ask(id, 'Hold', 'Stop');
    await answered(rig, id);
    expect(rig.statuses([id])[0]).toMatch(/^(In Progress|Completed)$/);
    await rig.until([id], ['Completed']);
    expectPaidOnce(rig, [id]);
  });

  it('who approves what they submitted themselves does not get it paid', async () => {
    const id = raiseOne();
    rig.approve([id], rig.people.finance);
    await rig.until([id], ['On Hold']);
    expect(reasonOf(rig, id)).toMatch(/approver is also the submitter or creator/);
    rig.ask(id, 'Release', 'I am sure', rig.people.finance);
    await answered(rig, id);
    await pause(800);
    expect(rig.statuses([id])).toEqual(['On Hold']);
    expectNeverSent(rig, [id]);
  });
});

describe('a second request for what looks like the same debt', () => {
  it('is held, is not released by its approver, and is paid once when a second person releases it', async () => {
    const debt = { payee: 'payee-1', amount: '777.00', currency: 'USD', purpose: 'People', invoice: 'R-1' };
    const [first = '', twin = ''] = rig.raise([debt, debt]);
    rig.approve([first]);
    await rig.until([first], ['Completed']);
    rig.approve([twin], rig.people.admin);
    await rig.until([twin], ['On Hold']);
    expect(reasonOf(rig, twin)).toContain(`Possible duplicate of ${String(rig.request(first).Name)}`);
    expectNeverSent(rig, [twin]);
    rig.ask(twin, 'Release', 'It is not a duplicate', rig.people.admin);
    await answered(rig, twin);
    expect(rig.statuses([twin])).toEqual(['On Hold']);
    expect(reasonOf(rig, twin)).toMatch(/Not released: .*second person/);
    expectNeverSent(rig, [twin]);
    rig.ask(twin, 'Release', 'Two deliveries on one invoice: checked', rig.people.finance);
    await rig.until([twin], ['Completed']);
    expectPaidOnce(rig, [first, twin]);
    expect(issuesOf(rig, twin)).toEqual([]);
  }, 40_000);

  it('approved in the same moment is held as well: only one of them is paid', async () => {
    const debt = { payee: 'payee-1', amount: '778.00', currency: 'USD', purpose: 'People', invoice: 'R-2' };
    const ids = rig.raise([debt, debt]);
    rig.approve(ids);
    await eventually(() => expect(rig.statuses(ids).toSorted()).toEqual(['Completed', 'On Hold']));
    await pause(1_000);
    expect(ids.map((id) => paidTimes(rig, id)).toSorted()).toEqual([0, 1]);
    const held = ids.find((id) => rig.statuses([id])[0] === 'On Hold') ?? '';
    rig.ask(held, 'Cancel', 'It was a duplicate');
    await rig.until([held], ['Cancelled']);
    expectNeverSent(rig, [held]);
  });
});
