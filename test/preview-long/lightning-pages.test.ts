import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Page } from 'playwright-core';
import { approve, button, details as detailsOf, dialog, fillAmount, head, marked, reaches, requestFor as requestOf, requestPath, submit, toast } from './page-hands.ts';
import { buildMs, previewRig, type PreviewRig } from './preview-rig.ts';

let rig: PreviewRig;
beforeAll(async () => {
  rig = await previewRig();
}, buildMs);
afterAll(() => rig.close());

const requestFor = (purpose: string): string => requestOf(rig, purpose);
const statusOf = (id: string): string => String(rig.stage.outside.request(id).Status__c);
const nameOf = (id: string): string => String(rig.stage.outside.request(id).Name);
/** Whose name stands at the top of the page. */
const persona = (page: Page, name: string): Promise<void> => page.locator('shell-nav-bar').getByRole('button', { name: new RegExp(`^${name}`) }).waitFor();

describe('the preview of the app', () => {
  it.each([['finance', 'Finance Analyst'], ['approver', 'Approver'], ['admin', 'Ada Admin']])('shows %s a payment request, from its list to its record page', async (as, name) => {
    const id = requestFor('Chapter vignettes');
    const page = await rig.tab(as, '/lightning/o/Payment_Request__c/list?filterName=All');
    await page.getByRole('link', { name: nameOf(id), exact: true }).click();
    await head(page).getByRole('heading', { name: nameOf(id) }).waitFor();
    expect(new URL(page.url()).pathname).toBe(requestPath(id));
    await head(page).getByText('860.50 USD').waitFor();
    await detailsOf(page).getByText('Chapter vignettes').waitFor();
    await page.locator('c-payout-timeline').getByText('Being prepared').waitFor();
    await page.locator('shell-path-assistant').getByText('Guidance for Success').waitFor();
    await persona(page, name);
    await page.close();
  });

  it('pays what finance submits and the approver approves in another tab, and shows it completed without loading the page anew', async () => {
    const id = requestFor('Session backup');
    const finance = await rig.tab('finance', requestPath(id));
    await marked(finance);
    await submit(finance, 'Approver');
    await toast(finance, 'was submitted for approval');
    await head(finance).getByText('Submitted', { exact: true }).waitFor();
    const approver = await rig.tab('approver', requestPath(id));
    await approve(approver, 'Agreed in the contract');
    await toast(approver, 'was approved');
    await reaches(finance, 'Completed');
    await finance.locator('c-payout-timeline').getByText('Paid out').waitFor();
    expect(await marked(finance)).toBe(2);
    expect(rig.stage.outside.paidTimes().get(id)).toBe(1);
    await approver.getByRole('tab', { name: 'Related' }).click();
    await approver.locator('shell-approval-history').getByText('Agreed in the contract').waitFor();
    await Promise.all([finance.close(), approver.close()]);
  }, 60_000);

  it('keeps each tab its persona over a reload, and changes it in the menu', async () => {
    const [first, second] = [await rig.tab('approver', '/lightning/o/Recipient_Account__c/list'), await rig.tab('finance', '/lightning/o/Recipient_Account__c/list')];
    await Promise.all([first.reload(), second.reload()]);
    await Promise.all([persona(first, 'Approver'), persona(second, 'Finance Analyst')]);
    expect(await button(first, 'New').count()).toBe(0);
    await button(second, 'New').waitFor();
    await first.locator('shell-nav-bar').getByRole('button', { name: /^Approver/ }).click();
    await first.getByRole('menuitemcheckbox', { name: /^Ada Admin/ }).click();
    await persona(first, 'Ada Admin');
    await Promise.all([first.close(), second.close()]);
  });

  it('refuses an approver what the org refuses, in its own words, and changes nothing', async () => {
    const id = requestFor('Studio day');
    const page = await rig.tab('approver', requestPath(id));
    await submit(page, 'Second Approver');
    await toast(page, 'No applicable approval process was found.');
    expect(statusOf(id)).toBe('Draft');
    await page.close();
  });

  it('lets finance correct a draft where it stands, and says under the field what the org does not take', async () => {
    const id = requestFor('Screenshots');
    const page = await rig.tab('finance', requestPath(id));
    const details = detailsOf(page);
    await details.getByRole('button', { name: 'Edit Cost Center' }).click();
    await fillAmount(details, '-5');
    await details.getByLabel('Cost Center').fill('CC-17');
    await details.getByRole('button', { name: 'Save' }).click();
    await details.getByRole('alert').first().waitFor();
    expect(rig.stage.outside.request(id).Cost_Center__c ?? null).toBeNull();
    await fillAmount(details, '225.50');
    await details.getByRole('button', { name: 'Save' }).click();
    await details.getByText('CC-17').waitFor();
    await head(page).getByText('225.50 USD').waitFor();
    expect(rig.stage.outside.request(id)).toMatchObject({ Cost_Center__c: 'CC-17', Amount__c: '225.5' });
    await page.close();
  });

  it('raises a new request from its list, and sorts and switches the list', async () => {
    const page = await rig.tab('finance', '/lightning/o/Payment_Request__c/list?filterName=All');
    const rows = page.locator('shell-record-table tbody tr');
    await button(page, 'Purpose').click();
    await rows.first().getByText('Animation', { exact: false }).or(rows.first().getByText('Annual report')).waitFor();
    await page.getByRole('button', { name: 'Select a list view' }).click();
    await page.getByRole('menuitemcheckbox', { name: 'Awaiting Funds' }).click();
    await page.getByText('No records in this list').waitFor();
    await button(page, 'New').click();
    await dialog(page).getByRole('combobox', { name: 'Recipient' }).click();
    await dialog(page).getByRole('option', { name: /Composer, Glasgow/ }).click();
    await dialog(page).getByLabel('Purpose', { exact: false }).fill('Encore');
    await fillAmount(dialog(page), '12.5');
    await dialog(page).getByRole('combobox', { name: 'Currency', exact: true }).click();
    await dialog(page).getByRole('option', { name: /^GBP/ }).click();
    await dialog(page).getByRole('button', { name: 'Save' }).click();
    await head(page).getByText('12.50 GBP').waitFor();
    expect(rig.stage.outside.requests().find(({ Purpose__c }) => Purpose__c === 'Encore')).toMatchObject({ Amount__c: '12.5', Currency__c: 'GBP', Status__c: 'Draft' });
    await page.close();
  });

  it('never complains in the console and asks nobody but itself', () => {
    expect(rig.complaints).toEqual([]);
    // The amount below zero, which was meant to be refused.
    expect(rig.refusals).toEqual(['400 PATCH /services/data/v66.0/ui-api/records']);
  });
});
