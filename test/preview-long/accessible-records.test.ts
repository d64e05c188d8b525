import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { button, dialog, head, reaches, requestFor, requestPath, timeline } from './page-hands.ts';
import { buildMs, previewRig, type PreviewRig } from './preview-rig.ts';
import { opened, oursIn, told } from './axe-findings.ts';

let rig: PreviewRig;
let paid: string;
let submitted: string;
beforeAll(async () => {
  rig = await previewRig();
  [paid, submitted] = [requestFor(rig, 'Session backup'), requestFor(rig, 'Studio day')];
  rig.stage.outside.approve([paid, requestFor(rig, 'Intro sequence'), requestFor(rig, 'Location permits')]);
  const page = await rig.tab('finance', requestPath(paid));
  await reaches(page, 'Completed');
  await page.close();
}, buildMs);
afterAll(() => rig.close());

const record = (object: string, pick: (row: Readonly<Record<string, unknown>>) => boolean = () => true): string => {
  const row = [...rig.stage.outside.org.org.rows(object).values()].find(pick);
  return `/lightning/r/${object}/${String(row?.Id)}/view`;
};

const pages: readonly (readonly [what: string, as: string, path: () => string])[] = [
  ['paid request', 'finance', () => requestPath(paid)],
  ['draft', 'finance', () => requestPath(submitted)],
  ['request to correct', 'approver', () => record('Payment_Request__c', (row) => row.Status__c === 'Needs Correction')],
  ['recipient', 'approver', () => record('Recipient_Account__c')],
  ['payout batch', 'finance', () => record('Payout_Batch__c')],
  ['payment transaction', 'finance', () => record('Payment_Transaction__c')],
  ['funding account', 'finance', () => record('Funding_Account__c')],
  ['connection', 'admin', () => record('Connection__c')],
  ['sync issue', 'admin', () => record('Sync_Issue__c')],
];

describe('axe finds nothing serious in what we built', () => {
  it.each(pages)('on the page of a %s', async (_what, as, path) => {
    expect(told(await opened(rig, as, path(), oursIn))).toEqual([]);
  }, 60_000);

  it('in a dialog, in a form that is filled in, and where an action asks for its reason', async () => {
    const found = await opened(rig, 'finance', requestPath(submitted), async (page) => {
      await button(head(page), 'Submit for Approval').click();
      await dialog(page).getByRole('combobox').waitFor();
      const inDialog = await oursIn(page);
      await button(dialog(page), 'Cancel').click();
      await button(head(page), 'Edit').click();
      await dialog(page).getByRole('spinbutton').first().waitFor();
      const inForm = await oursIn(page);
      await button(dialog(page), 'Cancel').click();
      await button(timeline(page), 'Submit').click();
      await timeline(page).getByRole('textbox').waitFor();
      return [...inDialog, ...inForm, ...(await oursIn(page))];
    });
    expect(told(found)).toEqual([]);
  }, 60_000);

  it('makes no page complain', () => {
    expect(rig.complaints).toEqual([]);
  });
});
