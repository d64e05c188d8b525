import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Page } from 'playwright-core';
import { button, details, dialog, head, listOf, requestFor, requestPath, toast } from './page-hands.ts';
import { buildMs, previewRig, type PreviewRig } from './preview-rig.ts';

let rig: PreviewRig;
let draft: string;
let submitted: string;
let approved: string;
beforeAll(async () => {
  rig = await previewRig();
  [draft, submitted, approved] = [requestFor(rig, 'Studio day'), requestFor(rig, 'Teaser edit'), requestFor(rig, 'Training videos, December')];
  rig.stage.outside.approve([approved]);
}, buildMs);
afterAll(() => rig.close());

const request = (id: string): Readonly<Record<string, unknown>> => rig.stage.outside.request(id);
const tabsOf = (page: Page): Promise<string[]> => page.getByRole('navigation', { name: 'App' }).getByRole('link').allTextContents();
/** The same call a button would make, for what has no button: what counts is the org's answer. */
async function call(page: Page, method: string, path: string, body?: unknown): Promise<number> {
  const as = new URL(page.url()).searchParams.get('as') ?? (await page.evaluate<string>('window.quittancePreview.persona.key'));
  return page.evaluate<number>(`fetch(${JSON.stringify(`/services/data/v66.0/ui-api/records${path}`)}, { method: '${method}', headers: { 'x-preview-persona': '${as}', 'content-type': 'application/json' }, ${body === undefined ? '' : `body: ${JSON.stringify(JSON.stringify(body))}`} }).then(({ status }) => status)`);
}

describe('what an approver must not do', () => {
  it('raises no request: there is no New, and the org takes none', async () => {
    const page = await rig.tab('approver', listOf('Payment_Request__c'));
    await page.locator('shell-record-table').getByRole('link').first().waitFor();
    expect(await button(page, 'New').count()).toBe(0);
    const before = rig.stage.outside.requests().length;
    expect(await call(page, 'POST', '', { apiName: 'Payment_Request__c', fields: { Recipient__c: request(draft).Recipient__c, Currency__c: 'USD', Purpose__c: 'For a friend' } })).toBe(403);
    expect(rig.stage.outside.requests()).toHaveLength(before);
    await page.close();
  });

  it("changes nothing in somebody else's request: the form says so, and the data stays", async () => {
    const page = await rig.tab('approver', requestPath(draft));
    await button(details(page), 'Edit Purpose').click();
    await details(page).getByLabel('Purpose', { exact: false }).first().fill('For a friend');
    await button(details(page), 'Save').click();
    await details(page).getByText('insufficient access rights').waitFor();
    expect(request(draft).Purpose__c).toBe('Studio day');
    await page.close();
  });
});

describe('what finance must not do', () => {
  it('does not approve what it submitted: it cannot choose itself, and may only recall it', async () => {
    const page = await rig.tab('finance', requestPath(submitted));
    await head(page).getByRole('button', { name: 'Submit for Approval' }).click();
    await dialog(page).getByRole('combobox', { name: 'Choose Approver' }).click();
    expect(await dialog(page).getByRole('option', { name: 'Finance Analyst' }).count()).toBe(0);
    await dialog(page).getByRole('option', { name: 'Approver', exact: true }).click();
    await button(dialog(page), 'Submit').click();
    await toast(page, 'was submitted for approval');
    await button(head(page), 'Recall').waitFor();
    expect([await button(head(page), 'Approve').count(), await button(head(page), 'Reject').count()]).toEqual([0, 0]);
    await page.close();
  });

  it('changes nothing in a request that waits for its approver or is approved', async () => {
    for (const [id, purpose] of [[submitted, 'Teaser edit'], [approved, 'Training videos, December']] as const) {
      const page = await rig.tab('finance', requestPath(id));
      await button(details(page), 'Edit Purpose').click();
      await details(page).getByLabel('Purpose', { exact: false }).first().fill('Something else');
      await button(details(page), 'Save').click();
      await details(page).getByText(/locked|can't change any more/).first().waitFor();
      expect(request(id).Purpose__c).toBe(purpose);
      await page.close();
    }
  });

  it('approves no request by writing its status', async () => {
    const page = await rig.tab('finance', requestPath(draft));
    await head(page).getByText('Draft', { exact: true }).waitFor();
    expect(await call(page, 'PATCH', `/${draft}`, { fields: { Status__c: 'Approved for Payout' } })).toBe(400);
    expect(request(draft).Status__c).toBe('Draft');
    await page.close();
  });
});

describe('what nobody must decide on an old page', () => {
  it('verifies no recipient that was changed since it was shown, says so, and verifies what it shows now', async () => {
    const { save, row, people } = rig.stage.outside;
    const [id = ''] = save('Recipient_Account__c', [{ Payee_Key__c: 'payoneer:sandbox:100200300:engraver-oslo', Display_Name__c: 'Engraver, Oslo', Provider__c: 'payoneer' }], people.finance);
    const page = await rig.tab('admin', `/lightning/r/Recipient_Account__c/${id}/view`);
    const card = page.locator('c-recipient-card');
    await button(card, 'Verify').click();
    await card.getByText('engraver-oslo').waitFor();
    save('Recipient_Account__c', [{ Id: id, Payee_Key__c: 'payoneer:sandbox:100200300:somebody-else' }], people.finance);
    await button(card, 'Verify').click();
    await card.getByText('This record was changed since you opened it').waitFor();
    expect(row('Recipient_Account__c', id).Verification__c).toBe('Unverified');
    await card.getByText('somebody-else').waitFor();
    await button(card, 'Verify').click();
    await toast(page, 'Verify: done');
    expect(row('Recipient_Account__c', id).Verification__c).toBe('Verified');
    await page.close();
  });
});

describe('what nobody but an administrator sees', () => {
  it.each([['finance', 0], ['approver', 0], ['admin', 1]])('shows %s the setup checklist %i times', async (as, times) => {
    const page = await rig.tab(as, '/lightning/page/home');
    await page.locator('c-integration-health').getByRole('heading').first().waitFor();
    expect(await page.locator('c-setup-checklist').count()).toBe(times);
    await page.close();
  });

  it.each(['finance', 'approver'])('lets %s delete nothing: there is no button, and the org refuses', async (as) => {
    const page = await rig.tab(as, requestPath(draft));
    await head(page).getByText('Draft', { exact: true }).waitFor();
    expect(await page.getByRole('button', { name: /Delete/ }).count()).toBe(0);
    expect(await call(page, 'DELETE', `/${draft}`)).toBe(403);
    expect(request(draft)).toMatchObject({ Status__c: 'Draft', Purpose__c: 'Studio day' });
    await page.close();
  });

  it('shows a colleague without permission no tab but Home and the analytics, no figure and no record', async () => {
    const page = await rig.tab('colleague', '/lightning/page/home');
    await page.getByRole('navigation', { name: 'App' }).getByRole('link', { name: 'Home' }).waitFor();
    expect((await tabsOf(page)).map((name) => name.trim())).toEqual(['Home', 'Reports', 'Dashboards']);
    for (const component of ['c-payout-queue', 'c-cash-position', 'c-integration-health', 'c-sync-issues']) await page.locator(component).getByText('is undefined').first().waitFor();
    await page.goto(`${rig.preview.url}${requestPath(draft)}?as=colleague`);
    await page.getByText("You don't have access to this record.").waitFor();
    expect(await page.getByText('Studio day').count()).toBe(0);
    await page.close();
  });
});

describe('a page that refuses', () => {
  it('asks nobody but its own address and breaks nowhere', () => {
    expect(rig.complaints).toEqual([]);
    expect(new Set(rig.refusals)).toEqual(new Set([
      '403 POST /services/data/v66.0/ui-api/records', // the request of an approver
      '403 PATCH /services/data/v66.0/ui-api/records', // somebody else's purpose
      '400 PATCH /services/data/v66.0/ui-api/records', // what is locked or frozen, and the status
      '412 PATCH /services/data/v66.0/ui-api/records', // the payee of an old page
      '403 DELETE /services/data/v66.0/ui-api/records',
      '403 GET /services/data/v66.0/ui-api/records', // the colleague's record
    ]));
  });
});
