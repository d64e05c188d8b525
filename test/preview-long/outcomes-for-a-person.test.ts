import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Locator, Page } from 'playwright-core';
import { ask, button, marked, reaches, requestFor, requestPath, timeline, toast, weather } from './page-hands.ts';
import { buildMs, previewRig, type PreviewRig } from './preview-rig.ts';

const euroSubmissions = 'POST /v4/programs/100200301/masspayouts';
const dollarQuestions = { door: 'GET /v4/programs/100200300/payouts/:reference/status', standIn: 'payoneer', when: 'before', reply: { status: 503 } } as const;

let rig: PreviewRig;
/** One whose answer is lost after the provider acted, and two that never reached it. */
let [taken, paidAgain, givenUp] = ['', '', ''];
/** The two need their time until the companion gives up asking, so that they go first. */
beforeAll(async () => {
  rig = await previewRig();
  [taken, paidAgain, givenUp] = [requestFor(rig, 'Device lab'), requestFor(rig, 'Prints'), requestFor(rig, 'Glossary')];
  rig.stage.outside.world.weather.add({ door: euroSubmissions, standIn: 'payoneer', when: 'before', reply: 'drop', times: 1 });
  rig.stage.outside.approve([paidAgain, givenUp]);
}, buildMs);
afterAll(() => rig.close());

const payoutsOf = (id: string): readonly string[] => rig.stage.outside.payoneer.payouts().map(({ reference }) => reference).filter((reference) => reference.startsWith(id));
const issueOf = (id: string) => [...rig.stage.outside.org.org.rows('Sync_Issue__c').values()].find((row) => row['Payment_Request__c'] === id && row['Kind__c'] === 'outcome unknown');
const issuesIn = (page: Page): Locator => page.locator('c-sync-issues');
/** Waits until the issue stands so in the org: the companion settles it, not the page. */
async function settled(id: string, status: string): Promise<void> {
  for (let tries = 0; issueOf(id)?.['Status__c'] !== status && tries < 100; tries += 1) await new Promise((resolve) => setTimeout(resolve, 100));
  expect(issueOf(id)).toMatchObject({ Status__c: status });
}

describe('a payment whose answer was lost', () => {
  it('says that its outcome is unknown, and settles by itself: what the provider had taken is paid once', async () => {
    const finance = await rig.tab('finance', requestPath(taken));
    await marked(finance);
    const panel = await weather(finance);
    await panel.getByRole('switch', { name: /Lose the next answer to a batch/ }).or(panel.getByRole('checkbox', { name: /Lose the next answer to a batch/ })).first().check({ force: true });
    await panel.getByText('On now: Lose the next answer to a batch.').waitFor();
    rig.stage.outside.world.weather.add({ ...dollarQuestions, times: 1_000 });
    rig.stage.outside.approve([taken]);
    await reaches(finance, 'Outcome Unknown');
    await timeline(finance).getByText('Do not pay it in another way').waitFor();
    expect(payoutsOf(taken)).toHaveLength(1);
    rig.stage.outside.world.weather.clear();
    await reaches(finance, 'Completed');
    expect(await marked(finance)).toBe(2);
    expect(rig.stage.outside.paidTimes().get(taken)).toBe(1);
    await finance.close();
  }, 45_000);

  it('is held for a person when the provider goes on knowing nothing of it, and is paid once when that person asks with a reason', async () => {
    const finance = await rig.tab('finance', requestPath(paidAgain));
    await marked(finance);
    await reaches(finance, 'On Hold');
    await timeline(finance).getByText('needs the permission Quittance Re-initiate').waitFor();
    expect(await button(timeline(finance), 'Re-initiate').count()).toBe(0);
    expect(payoutsOf(paidAgain)).toEqual([]);
    const admin = await rig.tab('admin', requestPath(paidAgain));
    await button(timeline(admin), 'Re-initiate').click();
    await button(timeline(admin), 'Ask for Re-initiate').click();
    await timeline(admin).getByText('Say why.').waitFor();
    await button(timeline(admin), 'Back').click();
    await ask(timeline(admin), 'Re-initiate', 'Payoneer says on the phone that it has nothing');
    await toast(admin, 'Re-initiate was asked for');
    await reaches(finance, 'Completed');
    expect(await marked(finance)).toBe(2);
    expect(payoutsOf(paidAgain)).toEqual([`${paidAgain}-02`]);
    expect(rig.stage.outside.paidTimes().get(paidAgain)).toBe(1);
    await Promise.all([finance.close(), admin.close()]);
  }, 45_000);
});

describe('a sync issue', () => {
  it('belongs to the companion: whoever has no sharing rule for it is refused in the words of the org, and it stays open', async () => {
    const page = await rig.tab('finance', requestPath(paidAgain));
    await ask(issuesIn(page), 'Discard', 'Paid with the second attempt');
    await issuesIn(page).getByRole('alert').getByText('Discard was not asked for').waitFor();
    await issuesIn(page).getByRole('alert').getByText('insufficient access rights').waitFor();
    expect(issueOf(paidAgain)).toMatchObject({ Status__c: 'Open' });
    expect(issueOf(paidAgain)?.['Requested_Action__c'] ?? null).toBeNull();
    await page.close();
  });

  it('is discarded with a reason on the page of its payment, by whoever may', async () => {
    const page = await rig.tab('admin', requestPath(paidAgain));
    await issuesIn(page).getByText(`Outcome of ${paidAgain}-01 unknown`).waitFor();
    await ask(issuesIn(page), 'Discard', 'Paid with the second attempt');
    await toast(page, 'Discard was asked for');
    await issuesIn(page).getByText('Nothing is open').waitFor({ timeout: 20_000 });
    await settled(paidAgain, 'Discarded');
    await page.close();
  }, 30_000);

  it('is retried with a reason on the home page, while its payment stays held until finance cancels it', async () => {
    const page = await rig.tab('admin', '/lightning/page/home');
    const issue = issuesIn(page).getByRole('listitem').filter({ has: page.getByText(`Outcome of ${givenUp}-01 unknown`) }).first();
    await ask(issue, 'Retry', 'Look at it once more');
    await toast(page, 'Retry was asked for');
    await issuesIn(page).getByText(`Outcome of ${givenUp}-01 unknown`).waitFor({ state: 'detached', timeout: 20_000 });
    await settled(givenUp, 'Resolved');
    expect(rig.stage.outside.request(givenUp).Status__c).toBe('On Hold');
    const finance = await rig.tab('finance', requestPath(givenUp));
    await ask(timeline(finance), 'Cancel', 'The invoice was withdrawn');
    await reaches(finance, 'Cancelled');
    expect(payoutsOf(givenUp)).toEqual([]);
    await Promise.all([page.close(), finance.close()]);
  }, 45_000);

  it('and an unknown outcome make no page complain', () => {
    expect(rig.complaints).toEqual([]);
    // The discard of somebody who may not.
    expect(rig.refusals).toEqual(['403 PATCH /services/data/v66.0/ui-api/records']);
  });
});
