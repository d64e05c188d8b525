import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { listOf, reaches, requestFor, requestPath, weather } from './page-hands.ts';
import { buildMs, previewRig, type PreviewRig } from './preview-rig.ts';
import { isOurs, opened, oursIn, seriousIn, told } from './axe-findings.ts';

let rig: PreviewRig;
beforeAll(async () => {
  rig = await previewRig();
  const paid = requestFor(rig, 'Session backup');
  rig.stage.outside.approve([paid, requestFor(rig, 'Intro sequence'), requestFor(rig, 'Location permits')]);
  const page = await rig.tab('finance', requestPath(paid));
  await reaches(page, 'Completed');
  await page.close();
}, buildMs);
afterAll(() => rig.close());

const pages: readonly (readonly [what: string, as: string, path: string])[] = [
  ['home of finance', 'finance', '/lightning/page/home'],
  ['home of the admin', 'admin', '/lightning/page/home'],
  ['home of a colleague without permission', 'colleague', '/lightning/page/home'],
  ['list of requests', 'finance', listOf('Payment_Request__c')],
  ['empty list', 'finance', listOf('Revenue__c')],
  ['list of reports', 'finance', '/lightning/o/Report/home'],
  ['report', 'finance', '/lightning/r/Report/Payouts_By_Status/view'],
  ['dashboard', 'finance', '/lightning/r/Dashboard/Cash/view'],
];
const broken = '<c-broken><button></button></c-broken><lightning-broken><button></button></lightning-broken>';

describe('axe finds nothing serious in what we built', () => {
  it.each(pages)('on the %s', async (_what, as, path) => {
    expect(told(await opened(rig, as, path, oursIn))).toEqual([]);
  }, 60_000);

  it('in the weather panel', async () => {
    const found = await opened(rig, 'finance', listOf('Revenue__c'), async (page) => {
      await weather(page);
      return oursIn(page);
    });
    expect(told(found)).toEqual([]);
  }, 60_000);

  it('makes no page complain', () => {
    expect(rig.complaints).toEqual([]);
  });

  it('and finds what is wrong, in whose template it is', async () => {
    const found = await opened(rig, 'finance', listOf('Revenue__c'), async (page) => {
      await page.evaluate(`document.querySelector('body').insertAdjacentHTML('beforeend', '${broken}')`);
      return (await seriousIn(page)).filter(({ owner }) => owner.endsWith('-broken'));
    });
    expect(found.map(({ rule, owner }) => [rule, owner])).toEqual([['button-name', 'c-broken'], ['button-name', 'lightning-broken']]);
    expect(found.filter(isOurs)).toHaveLength(1);
  });
});
