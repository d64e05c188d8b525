import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Page } from 'playwright-core';
import { approve, button, choose, details, dialog, head, reaches, toast } from './page-hands.ts';
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

/** A second try on a run that is over: the org's approval process does not take it. */
async function submitAgain(page: Page): Promise<void> {
  await button(head(page), 'Submit for Approval').click();
  await button(dialog(page), 'Submit').click();
  await toast(page, 'No applicable approval process was found.');
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
    await head(page).getByText('Approved', { exact: true }).waitFor();
    await details(page).getByText('Royalties, autumn').waitFor();
    expect(Number(rig.stage.outside.row('Payment_Run__c', run)['Approved_Count__c'])).toBe(size);
    expect(rig.stage.outside.row('Payment_Run__c', run)).toMatchObject({ Status__c: 'Approved', Approved_By_Id__c: rig.stage.outside.people.approver.id });
    await submitAgain(page);
    expect(rig.stage.outside.row('Payment_Run__c', run)).toMatchObject({ Status__c: 'Approved' });
    expect(rig.stage.outside.payoneer.payouts()).toHaveLength(size);
    await page.close();
  }, 60_000);

  it('makes no page complain', () => {
    expect(rig.complaints).toEqual([]);
    expect(rig.refusals).toEqual([]);
  });
});
