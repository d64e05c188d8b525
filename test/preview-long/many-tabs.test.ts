import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Page } from 'playwright-core';
import { marked, reaches, requestFor, requestPath } from './page-hands.ts';
import { buildMs, previewRig, type PreviewRig } from './preview-rig.ts';

/** Two more than the connections a browser opens to one address. */
const tabCount = 8;

let rig: PreviewRig;
let id: string;
beforeAll(async () => {
  rig = await previewRig();
  id = requestFor(rig, 'Session backup');
}, buildMs);
afterAll(() => rig.close());

describe(`${tabCount} tabs of one browser`, () => {
  it('all load, and all follow a payment to its end without being loaded anew, through one event stream', async () => {
    const people = ['finance', 'approver', 'admin', 'secondApprover'];
    const tabs: Page[] = [];
    for (let at = 0; at < tabCount; at += 1) {
      const page = await rig.tab(people[at % people.length] ?? 'finance', requestPath(id));
      await reaches(page, 'Draft');
      tabs.push(page);
    }
    // The first one holds the stream; the next one takes it over.
    await tabs.shift()?.close();
    await Promise.all(tabs.map(marked));
    rig.stage.outside.approve([id]);
    await Promise.all(tabs.map((page) => reaches(page, 'Completed')));
    expect(await Promise.all(tabs.map(marked))).toEqual(tabs.map(() => 2));
    expect(rig.stage.outside.paidTimes().get(id)).toBe(1);
    expect(rig.complaints).toEqual([]);
    await Promise.all(tabs.map((page) => page.close()));
  }, 120_000);
});
