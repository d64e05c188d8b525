import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Page } from 'playwright-core';
import { approve, button, choose, details, head, reaches, toast } from './page-hands.ts';
import { buildMs, previewRig, type PreviewRig } from './preview-rig.ts';

const size = 200;
/** From the approver's click until the last one is completed. */
const paidWithinMs = 60_000;

let rig: PreviewRig;
let run: string;
let ids: readonly string[];
beforeAll(async () => {
  rig = await previewRig();
  const { outside } = rig.stage;
  const payees = ['illustrator-lisbon', 'sound-osaka', 'mobile-nairobi', 'writer-manila', 'tester-cordoba'];
  ids = outside.raise(Array.from({ length: size }, (_, at) => ({ payee: payees[at % payees.length] ?? '', amount: `${10 + at}.${String(at % 100).padStart(2, '0')}`, currency: 'USD', purpose: `Royalties, title ${at + 1}`, invoice: `ROY-${5001 + at}` })));
  [run = ''] = outside.save('Payment_Run__c', [{ Label__c: 'Royalties, autumn', Approver__c: outside.people.approver.id }], outside.people.finance);
  outside.save('Payment_Request__c', ids.map((Id) => ({ Id, Payment_Run__c: run })), outside.people.finance);
}, buildMs);
afterAll(() => rig.close());

const path = (): string => `/lightning/r/Payment_Run__c/${run}/view`;
const unpaid = (): readonly string[] => ids.filter((id) => rig.stage.outside.request(id).Status__c !== 'Completed');

/** A second try on a run that is over. The page offers none, so it is the call that its button would make: what the org's approval process answers. */
async function submitAgain(page: Page): Promise<readonly string[]> {
  expect(await button(head(page), 'Submit for Approval').count()).toBe(0);
  const body = JSON.stringify({ requests: [{ actionType: 'Submit', contextId: run }] });
  return page.evaluate<readonly string[]>(`fetch('/services/data/v66.0/process/approvals', { method: 'POST', headers: { 'content-type': 'application/json' }, body: ${JSON.stringify(body)} }).then((answer) => answer.json()).then(([{ errors }]) => errors.map(({ message }) => message))`);
}

describe(`a payment run of ${size} requests`, () => {
  it('is submitted by finance and approved once by its approver, and each request is paid once', async () => {
    const finance = await rig.tab('finance', path());
    await button(details(finance), 'Edit Requested Action').click();
    await choose(details(finance), 'Requested Action', 'Submit');
    await button(details(finance), 'Save').click();
    await reaches(finance, 'Submitted');
    const approver = await rig.tab('approver', path());
    await approve(approver, 'Checked against the sales report');
    const approvedAt = Date.now();
    await toast(approver, 'was approved');
    await reaches(approver, 'Approved');
    while (unpaid().length > 0 && Date.now() - approvedAt < paidWithinMs) await new Promise((resolve) => setTimeout(resolve, 250));
    expect([...new Set(unpaid().map((id) => `${String(rig.stage.outside.request(id).Status__c)}: ${String(rig.stage.outside.request(id).Status_Reason__c)}`))]).toEqual([]);
    const paid = rig.stage.outside.paidTimes();
    expect(ids.filter((id) => paid.get(id) !== 1)).toEqual([]);
    expect(rig.stage.outside.payoneer.payouts()).toHaveLength(size);
    // One answer of one person: the one step of the run, and none of a request.
    expect([...rig.stage.outside.org.org.rows('ProcessInstanceStep').values()].map((row) => row['StepStatus']).toSorted()).toEqual(['Approved', 'Started']);
    await Promise.all([finance.close(), approver.close()]);
  }, 120_000);

  it('tells how many were approved and by whom, and can no longer be submitted', async () => {
    const page = await rig.tab('finance', path());
    // The button comes, if it comes, with the answer about the approval.
    await Promise.all([page.waitForResponse((answer) => answer.url().includes('/preview/approvals/')), page.reload()]);
    await head(page).getByText('Approved', { exact: true }).waitFor();
    await details(page).getByText('Royalties, autumn').waitFor();
    expect(Number(rig.stage.outside.row('Payment_Run__c', run)['Approved_Count__c'])).toBe(size);
    expect(rig.stage.outside.row('Payment_Run__c', run)).toMatchObject({ Status__c: 'Approved', Approved_By_Id__c: rig.stage.outside.people.approver.id });
    expect(await submitAgain(page)).toEqual(['No applicable approval process was found.']);
    expect(rig.stage.outside.row('Payment_Run__c', run)).toMatchObject({ Status__c: 'Approved' });
    expect(rig.stage.outside.payoneer.payouts()).toHaveLength(size);
    await page.close();
  }, 60_000);

  it('makes no page complain', () => {
    expect(rig.complaints).toEqual([]);
    expect(rig.refusals).toEqual([]);
  });
});
