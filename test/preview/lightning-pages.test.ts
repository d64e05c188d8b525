import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Locator, Page } from 'playwright-core';
import { buildMs, previewRig, type PreviewRig } from './preview-rig.ts';

let rig: PreviewRig;
beforeAll(async () => {
  rig = await previewRig();
}, buildMs);
afterAll(() => rig.close());

const requestPath = (id: string): string => `/lightning/r/Payment_Request__c/${id}/view`;
const requestFor = (purpose: string): string => rig.stage.cast.find((each) => each.purpose === purpose)?.id ?? '';
const statusOf = (id: string): string => String(rig.stage.outside.request(id).Status__c);
const nameOf = (id: string): string => String(rig.stage.outside.request(id).Name);
const button = (page: Page, name: string): Locator => page.getByRole('button', { name, exact: true });
const head = (page: Page): Locator => page.locator('shell-highlights-panel');
const toast = (page: Page, text: string): Promise<void> => page.locator('lightning-toast').getByText(text).first().waitFor();
/** Whose name stands at the top of the page. */
const persona = (page: Page, name: string): Promise<void> => page.locator('shell-nav-bar').getByRole('button', { name: new RegExp(`^${name}`) }).waitFor();
const dialog = (page: Page): Locator => page.getByRole('dialog');

/** A number input writes its value in another way as soon as it has the focus. */
async function fillNumber(form: Locator, text: string): Promise<void> {
  const amount = form.getByRole('spinbutton', { name: /Amount$/ });
  await amount.focus();
  await amount.fill(text);
}

/** What a person does to have a request approved; the approver is chosen as the process asks. */
async function submit(page: Page, approver: string): Promise<void> {
  await head(page).getByRole('button', { name: 'Submit for Approval' }).click();
  await dialog(page).getByRole('combobox', { name: 'Choose Approver' }).click();
  await dialog(page).getByRole('option', { name: approver, exact: true }).click();
  await dialog(page).getByRole('button', { name: 'Submit' }).click();
}

describe('the preview of the app', () => {
  it.each([['finance', 'Finance Analyst'], ['approver', 'Approver'], ['admin', 'Ada Admin']])('shows %s a payment request, from its list to its record page', async (as, name) => {
    const id = requestFor('Chapter vignettes');
    const page = await rig.tab(as, '/lightning/o/Payment_Request__c/list?filterName=All');
    await page.getByRole('link', { name: nameOf(id), exact: true }).click();
    await head(page).getByRole('heading', { name: nameOf(id) }).waitFor();
    expect(new URL(page.url()).pathname).toBe(requestPath(id));
    await head(page).getByText('860.50 USD').waitFor();
    await page.locator('shell-detail-panel').getByText('Chapter vignettes').waitFor();
    await page.locator('c-payout-timeline').getByText('Being prepared').waitFor();
    await page.locator('shell-path-assistant').getByText('Guidance for Success').waitFor();
    await persona(page, name);
    await page.close();
  });

  it('pays what finance submits and the approver approves in another tab, and shows it completed without loading the page anew', async () => {
    const id = requestFor('Session backup');
    const finance = await rig.tab('finance', requestPath(id));
    const marked = '(window.stillTheSamePage = (window.stillTheSamePage ?? 0) + 1)';
    await finance.evaluate(marked);
    await submit(finance, 'Approver');
    await toast(finance, 'was submitted for approval');
    await head(finance).getByText('Submitted', { exact: true }).waitFor();
    const approver = await rig.tab('approver', requestPath(id));
    await head(approver).getByRole('button', { name: 'Approve' }).click();
    await dialog(approver).getByLabel('Comments').fill('Agreed in the contract');
    await dialog(approver).getByRole('button', { name: 'Approve' }).click();
    await toast(approver, 'was approved');
    await head(finance).getByText('Completed', { exact: true }).waitFor({ timeout: 25_000 });
    await finance.locator('c-payout-timeline').getByText('Paid out').waitFor();
    expect(await finance.evaluate(marked)).toBe(2);
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
    const details = page.locator('shell-detail-panel');
    await details.getByRole('button', { name: 'Edit Cost Center' }).click();
    await fillNumber(details, '-5');
    await details.getByLabel('Cost Center').fill('CC-17');
    await details.getByRole('button', { name: 'Save' }).click();
    await details.getByRole('alert').first().waitFor();
    expect(rig.stage.outside.request(id).Cost_Center__c ?? null).toBeNull();
    await fillNumber(details, '225.50');
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
    await fillNumber(dialog(page), '12.5');
    await dialog(page).getByRole('combobox', { name: 'Currency' }).click();
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
