import type { Locator, Page } from 'playwright-core';
import type { PreviewRig } from './preview-rig.ts';

export const requestPath = (id: string): string => `/lightning/r/Payment_Request__c/${id}/view`;
export const listOf = (object: string): string => `/lightning/o/${object}/list?filterName=All`;
export const head = (page: Page): Locator => page.locator('shell-highlights-panel');
export const details = (page: Page): Locator => page.locator('shell-detail-panel');
export const timeline = (page: Page): Locator => page.locator('c-payout-timeline');
export const dialog = (page: Page): Locator => page.getByRole('dialog');
export const button = (within: Page | Locator, name: string): Locator => within.getByRole('button', { name, exact: true });

/** The id of the story's request for this purpose. Throws when the story has none: a test about nothing would pass. */
export function requestFor(rig: PreviewRig, purpose: string): string {
  const found = rig.stage.cast.find((each) => each.purpose === purpose);
  if (!found) throw new Error(`Page hands: the story has no request for "${purpose}". Choose one of scripts/month-end.ts.`);
  return found.id;
}

/** Waits for a toast that says this. */
export const toast = (page: Page, text: string): Promise<void> => page.locator('lightning-toast').getByText(text).first().waitFor();
/** Waits until the record's head shows this status. */
export const reaches = (page: Page, status: string, timeoutMs = 25_000): Promise<void> => head(page).getByText(status, { exact: true }).waitFor({ timeout: timeoutMs });

/** Marks the page; what is answered later, 2 and more while it is still the same page, tells whether it was loaded anew. */
export const marked = (page: Page): Promise<number> => page.evaluate<number>('(window.stillTheSamePage = (window.stillTheSamePage ?? 0) + 1)');

/** A number input writes its value in another way as soon as it has the focus. */
export async function fillAmount(form: Locator, text: string): Promise<void> {
  const amount = form.getByRole('spinbutton', { name: /^\W*Amount$/ });
  await amount.focus();
  await amount.fill(text);
}

/** Chooses one of a combobox by what the list shows. */
export async function choose(within: Page | Locator, label: string, option: string | RegExp): Promise<void> {
  await within.getByRole('combobox', { name: label }).click();
  await within.getByRole('option', { name: option, exact: true }).click();
}

/** What a person does to have a request approved; the approver is chosen as the process asks. */
export async function submit(page: Page, approver: string): Promise<void> {
  await head(page).getByRole('button', { name: 'Submit for Approval' }).click();
  await choose(dialog(page), 'Choose Approver', approver);
  await button(dialog(page), 'Submit').click();
}

/** What the approver does on the page of what was submitted. */
export async function approve(page: Page, comments: string): Promise<void> {
  await button(head(page), 'Approve').click();
  await dialog(page).getByLabel('Comments').fill(comments);
  await button(dialog(page), 'Approve').click();
}

/** Asks for an action where it is offered (the timeline, an issue), with the reason that is wanted. */
export async function ask(within: Locator, action: string, reason: string): Promise<void> {
  await button(within, action).click();
  await within.getByRole('textbox', { name: /Why\?/ }).fill(reason);
  await button(within, `Ask for ${action}`).click();
}

/** Opens the weather panel of the utility bar. */
export async function weather(page: Page): Promise<Locator> {
  await button(page, 'Weather').click();
  const panel = page.locator('shell-weather-panel');
  await panel.getByRole('status').first().waitFor();
  return panel;
}
