import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { approve, button, choose, details, marked, reaches, requestFor, requestPath, submit, timeline, toast, weather } from './page-hands.ts';
import { buildMs, previewRig, type PreviewRig } from './preview-rig.ts';

let rig: PreviewRig;
let wrongPayee: string;
let unfunded: string;
/** Both are approved and taken up at once, so that they wait for their person side by side. */
beforeAll(async () => {
  rig = await previewRig();
  [wrongPayee, unfunded] = [requestFor(rig, 'Narration, Spanish'), requestFor(rig, 'Location permits')];
  rig.stage.outside.approve([wrongPayee, unfunded]);
}, buildMs);
afterAll(() => rig.close());

describe('a request that a person has to mend', () => {
  it('says why it needs correction, is given its right recipient, is approved anew and completes, all on its page', async () => {
    const finance = await rig.tab('finance', requestPath(wrongPayee));
    await marked(finance);
    await reaches(finance, 'Needs Correction');
    await timeline(finance).getByText('Something in the request or its recipient is wrong').waitFor();
    expect(rig.stage.outside.paidTimes().get(wrongPayee)).toBeUndefined();
    await button(details(finance), 'Edit Recipient').click();
    await choose(details(finance), 'Recipient', /Lettering artist, Naples/);
    await button(details(finance), 'Save').click();
    await button(details(finance), 'Edit Recipient').waitFor();
    await submit(finance, 'Approver');
    await reaches(finance, 'Submitted');
    const approver = await rig.tab('approver', requestPath(wrongPayee));
    await approve(approver, 'The right payee now');
    await toast(approver, 'was approved');
    await reaches(finance, 'Completed');
    expect(await marked(finance)).toBe(2);
    expect(rig.stage.outside.paidTimes().get(wrongPayee)).toBe(1);
    expect(rig.stage.outside.payoneer.payouts().filter(({ reference }) => reference.startsWith(wrongPayee)).map(({ payeeId }) => payeeId)).toEqual(['lettering-naples']);
    await Promise.all([finance.close(), approver.close()]);
  }, 45_000);

  it('waits for funds, and completes by itself when the program is topped up in the weather panel', async () => {
    const finance = await rig.tab('finance', requestPath(unfunded));
    await marked(finance);
    await reaches(finance, 'Awaiting Funds');
    await timeline(finance).getByText('The funding account does not hold enough').waitFor();
    expect(rig.stage.outside.paidTimes().get(unfunded)).toBeUndefined();
    const panel = await weather(finance);
    await panel.getByText('150.00 CAD').waitFor();
    await panel.getByRole('button', { name: /^Top up the CAD program/ }).click();
    await panel.getByText('10,150.00 CAD').waitFor();
    await reaches(finance, 'Completed');
    expect(await marked(finance)).toBe(2);
    expect(rig.stage.outside.paidTimes().get(unfunded)).toBe(1);
    await finance.close();
  }, 45_000);

  it('says on the approval page, while it is open, that another payee stands there than was submitted, and that an approval pays nothing', async () => {
    const id = requestFor(rig, 'Cover art, spring list');
    const { org, people, save } = rig.stage.outside;
    const finance = await rig.tab('finance', requestPath(id));
    await submit(finance, 'Approver');
    await reaches(finance, 'Submitted');
    const approver = await rig.tab('approver', requestPath(id));
    const facts = approver.locator('c-approval-facts');
    await facts.getByText('Payee details').first().waitFor();
    expect(await facts.getByRole('alert').count()).toBe(0);
    const recipient = String(org.org.find('Payment_Request__c', id)?.['Recipient__c']);
    save('Recipient_Account__c', [{ Id: recipient, Payee_Key__c: 'payoneer:sandbox:100200300:somebody-else' }], people.finance);
    await approver.reload();
    await facts.getByText('The payee was replaced after this was submitted').waitFor();
    await Promise.all([finance.close(), approver.close()]);
  }, 45_000);

  it('makes no page complain', () => {
    expect(rig.complaints).toEqual([]);
    expect(rig.refusals).toEqual([]);
  });
});
