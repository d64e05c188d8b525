import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Locator, Page } from 'playwright-core';
import { button, dialog, head, reaches, requestFor, requestPath, toast } from './page-hands.ts';
import { buildMs, previewRig, type PreviewRig } from './preview-rig.ts';

let rig: PreviewRig;
beforeAll(async () => {
  rig = await previewRig();
}, buildMs);
afterAll(() => rig.close());

const hasFocus = async (target: Locator, page: Page): Promise<boolean> => (await target.and(page.locator(':focus')).count()) > 0;

/** Presses one key until this has the focus. Throws when it is not reached: without a mouse nobody would reach it. */
async function goTo(page: Page, target: Locator, key = 'Tab', most = 60): Promise<void> {
  await target.waitFor();
  for (let pressed = 0; pressed <= most; pressed += 1) {
    if (await hasFocus(target, page)) return;
    await page.keyboard.press(key);
  }
  throw new Error(`Keyboard: ${String(target)} has no focus after ${most} times ${key}.`);
}

/** Opens a combobox that has the focus and takes one of its options, which the arrow keys reach. */
async function take(page: Page, box: Locator, option: string): Promise<void> {
  const wanted = dialog(page).getByRole('option', { name: option, exact: true });
  await page.keyboard.press('Enter');
  await wanted.waitFor();
  const id = await wanted.getAttribute('id');
  for (let pressed = 0; (await box.getAttribute('aria-activedescendant')) !== id; pressed += 1) {
    if (pressed > 20) throw new Error(`Keyboard: the arrow keys do not reach ${option}.`);
    await page.keyboard.press('ArrowDown');
  }
  await page.keyboard.press('Enter');
}

describe('the keyboard alone', () => {
  it('submits a request for approval', async () => {
    const page = await rig.tab('finance', requestPath(requestFor(rig, 'Session backup')));
    const offer = button(head(page), 'Submit for Approval');
    await goTo(page, offer);
    await page.keyboard.press('Enter');
    const box = dialog(page).getByRole('combobox', { name: 'Choose Approver' });
    await goTo(page, box);
    await take(page, box, 'Approver');
    await goTo(page, dialog(page).getByLabel('Comments'));
    await page.keyboard.type('As agreed');
    await goTo(page, button(dialog(page), 'Submit'));
    await page.keyboard.press('Enter');
    await toast(page, 'was submitted for approval');
    await reaches(page, 'Submitted');
    await page.close();
  });

  it('leaves a dialog with Escape, does nothing, and gives the focus back where it was', async () => {
    const page = await rig.tab('finance', requestPath(requestFor(rig, 'Studio day')));
    await goTo(page, button(head(page), 'Submit for Approval'));
    await page.keyboard.press('Enter');
    await dialog(page).getByRole('combobox', { name: 'Choose Approver' }).waitFor();
    await page.keyboard.press('Escape');
    await dialog(page).waitFor({ state: 'detached' });
    expect(await hasFocus(button(head(page), 'Submit for Approval'), page)).toBe(true);
    expect(rig.stage.outside.request(requestFor(rig, 'Studio day')).Status__c).toBe('Draft');
    await page.close();
  });

  it('approves it with a comment', async () => {
    const id = requestFor(rig, 'Session backup');
    const page = await rig.tab('approver', requestPath(id));
    await goTo(page, button(head(page), 'Approve'));
    await page.keyboard.press('Enter');
    await goTo(page, dialog(page).getByLabel('Comments'));
    await page.keyboard.type('Agreed in the contract');
    await goTo(page, button(dialog(page), 'Approve'));
    await page.keyboard.press('Enter');
    await toast(page, 'was approved');
    expect(rig.stage.outside.request(id).Approved_By_Id__c).toBe(rig.stage.outside.people.approver.id);
    await page.close();
  });

  it('skips the tabs with the first link, and opens and closes the weather', async () => {
    const page = await rig.tab('finance', '/lightning/page/home');
    const skip = page.getByText('Skip to', { exact: false }).first();
    await goTo(page, skip, 'Tab', 1);
    await page.keyboard.press('Enter');
    expect(await hasFocus(page.getByRole('main'), page)).toBe(true);
    await goTo(page, button(page, 'Weather'), 'Shift+Tab', 40);
    await page.keyboard.press('Enter');
    await page.locator('shell-weather-panel').getByRole('status').first().waitFor();
    await goTo(page, button(page, 'Minimize'), 'Tab', 40);
    await page.keyboard.press('Escape');
    await page.locator('shell-weather-panel').waitFor({ state: 'detached' });
    expect(await hasFocus(button(page, 'Weather'), page)).toBe(true);
    await page.close();
  });

  it('makes no page complain', () => {
    expect(rig.complaints).toEqual([]);
    expect(rig.refusals).toEqual([]);
  });
});
