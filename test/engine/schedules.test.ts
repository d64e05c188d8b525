import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { openLog, realWorld } from '../../companion/world.ts';
import { wallClock } from '../../sandbox/kit/clock.ts';
import type { Rig } from '../flows/companion-rig.ts';
import { eventually, pause } from '../flows/eventually.ts';
import { payeesIn, programsIn } from '../flows/programs-and-payees.ts';
import { openQuickRig } from '../flows/quick-rig.ts';
import { quickTiming } from '../flows/quick-timing.ts';
import { submissionDoor } from '../flows/provider-weather.ts';
import { expectNeverSent, expectPaidOnce, issuesOfKind, paidTimes, postedTimes, reasonOf } from '../flows/witnesses.ts';

const programs = programsIn(['USD', 'EUR', 'GBP', 'CAD', 'AUD'], 10_000_00);
const programOf = (currency: string): string => programs.find((each) => each.currency === currency)?.program ?? '';
const hourMs = 3_600_000;

/** The companion and the stand-ins live by one clock, which this test puts forward. */
const clock = wallClock();
const world = realWorld(openLog(process.env.TEST_LOG ?? 'silent'));
const tools = {
  ...world, now: clock.now,
  timer: { after: clock.after, sleep: (ms: number, stop?: AbortSignal) => new Promise<void>((done) => void [clock.after(ms, done), stop?.addEventListener('abort', () => done())]) },
};

let rig: Rig;
const accountOf = (currency: string): string => rig.fundingAccounts.get(programOf(currency)) ?? '';
const decide = (currency: string, fields: Record<string, string | null>): string[] => rig.save('Funding_Account__c', [{ Id: accountOf(currency), ...fields }], rig.people.admin);
const raise = (currency: string, ...amounts: string[]): string[] => rig.raise(amounts.map((amount) => ({ payee: `payee-${currency}`, amount, currency, purpose: 'Scheduled' })));
const approved = (currency: string, ...amounts: string[]): string[] => {
  const ids = raise(currency, ...amounts);
  rig.approve(ids);
  return ids;
};
const goTo = (moment: string): void => clock.advance(Math.max(0, Date.parse(moment) - clock.now()));
const leavesAt = (id: string): string | null => String(rig.request(id).Leaves_At__c ?? '').replace('+0000', 'Z') || null;
const batchesOf = (ids: readonly string[]): number => new Set(ids.map((id) => rig.request(id).Payout_Batch__c)).size;
const settled = (): Promise<void> => pause(1_200);
/** A schedule counts once a look has seen it. */
const learned = (currency: string, schedule: string): Promise<void> =>
  eventually(async () => expect((await rig.companion.assembly.store.fundingAccounts.all()).find(({ id }) => id === accountOf(currency))?.words.schedule).toBe(schedule));

beforeAll(async () => {
  // A Monday morning, whatever day it is.
  goTo('2026-12-07T08:00:00Z');
  rig = await openQuickRig({ programs, clock, tools, config: { timing: { ...quickTiming, fundsMs: 1_000 } } });
  await rig.addPayees(payeesIn(programs));
});
afterEach(() => rig.world.weather.clear());
afterAll(() => rig.end());

describe('a funding account with a daily schedule', () => {
  const monday: string[] = [];
  beforeAll(async () => {
    decide('USD', { Schedule__c: 'Daily', Cut_Off_Time__c: '16:00', Time_Zone__c: 'Europe/Berlin', Payout_Days__c: 'Monday;Tuesday;Wednesday;Thursday;Friday' });
    await learned('USD', 'Daily');
  });

  it('keeps what was approved before the cut-off until then, says so on the record, and does not move it with a restart', async () => {
    monday.push(...approved('USD', '11.01', '11.02', '11.03'));
    await rig.until(monday, ['Scheduled']);
    await eventually(() => expect(monday.map(leavesAt)).toEqual(monday.map(() => '2026-12-07T15:00:00.000Z')));
    expect(reasonOf(rig, monday[0] ?? '')).toBe('Leaves 2026-12-07 16:00 Europe/Berlin, by the schedule of Payoneer USD.');
    goTo('2026-12-07T14:58:00Z');
    await rig.restart();
    await settled();
    expectNeverSent(rig, monday);
    expect(monday.map(leavesAt)).toEqual(monday.map(() => '2026-12-07T15:00:00.000Z'));
  });

  it('sends it together at the cut-off, once, even when the answer is lost', async () => {
    rig.world.weather.add({ door: submissionDoor, when: 'after', reply: 'drop', times: 1 });
    goTo('2026-12-07T15:00:01Z');
    await rig.until(monday, ['Completed']);
    expect(monday.map((id) => paidTimes(rig, id))).toEqual([1, 1, 1]);
    expect(batchesOf(monday)).toBe(1);
    expect(monday.map(leavesAt)).toEqual(monday.map(() => '2026-12-07T15:00:00.000Z'));
  });

  it('keeps what is approved after the cut-off for the next one, and over the weekend', async () => {
    const late = approved('USD', '12.01');
    await eventually(() => expect(late.map(leavesAt)).toEqual(['2026-12-08T15:00:00.000Z']));
    goTo('2026-12-08T15:00:01Z');
    await rig.until(late, ['Completed']);
    goTo('2026-12-11T15:30:00Z');
    const friday = approved('USD', '12.02');
    await eventually(() => expect(friday.map(leavesAt)).toEqual(['2026-12-14T15:00:00.000Z']));
    expectPaidOnce(rig, late);
    expectNeverSent(rig, friday);
  });

  it('lets a payout date wait for the departure of its day', async () => {
    const [id = ''] = rig.raise([{ payee: 'payee-USD', amount: '13.01', currency: 'USD', purpose: 'Later', payoutDate: '2026-12-16' }]);
    rig.approve([id]);
    await eventually(() => expect(leavesAt(id)).toBe('2026-12-16T15:00:00.000Z'));
  });

  it('is looked at again with everything that waits when somebody changes it: under a cut-off that is past it leaves with the next', async () => {
    const ids = approved('USD', '14.01');
    await eventually(() => expect(ids.map(leavesAt)).toEqual(['2026-12-14T15:00:00.000Z']));
    // Between the approval and now lies the new cut-off: nobody sees money leave at once for that.
    goTo('2026-12-11T20:00:00Z');
    decide('USD', { Cut_Off_Time__c: '18:00', Payout_Days__c: null });
    await eventually(() => expect(ids.map(leavesAt)).toEqual(['2026-12-12T17:00:00.000Z']));
    expectNeverSent(rig, ids);
    decide('USD', { Schedule__c: 'As approved' });
    await rig.until(ids, ['Completed']);
    await eventually(() => expect(ids.map(leavesAt)).toEqual([null]));
    expectPaidOnce(rig, ids);
  });
});

describe('a rehearsal', () => {
  it('says when a draft would leave by the schedule if it were approved now, and keeps nothing of it', async () => {
    const { assembly } = rig.companion;
    decide('USD', { Schedule__c: 'Daily', Cut_Off_Time__c: '16:00' });
    await learned('USD', 'Daily');
    const [id = ''] = raise('USD', '15.01');
    const books = assembly.connections.flatMap(({ connection }) => connection.rehearsalBooks ?? [])[0];
    if (!books) throw new Error('no books to rehearse with');
    const { lines } = await assembly.engine.desk.rehearse({ payer: assembly.payer, payees: undefined, fees: undefined }, await books.view({ requestIds: [id] }));
    const day = new Date(clock.now() + (new Date(clock.now()).getUTCHours() >= 15 ? 86_400_000 : 0)).toISOString().slice(0, 10);
    expect(lines).toMatchObject([{ requestId: id, foresight: 'pays later', why: `Leaves ${day} 16:00 Europe/Berlin, by the schedule of Payoneer USD.`, wantedOn: day }]);
    expect([await assembly.store.departures.byIds([id]), rig.statuses([id])]).toEqual([[], ['Draft']]);
  });
});

describe('a funding account with an hourly schedule', () => {
  it('sends with the next full hour of its own clock, also what names no funding account', async () => {
    decide('EUR', { Schedule__c: 'Hourly', Time_Zone__c: 'Asia/Kolkata' });
    await learned('EUR', 'Hourly');
    const ids = raise('EUR', '21.01', '21.02');
    rig.save('Payment_Request__c', [{ Id: ids[1] ?? '', Funding_Account__c: null }], rig.people.finance);
    const nextMs = Math.ceil((clock.now() - hourMs / 2) / hourMs) * hourMs + hourMs / 2;
    rig.approve(ids);
    await eventually(() => expect(ids.map(leavesAt)).toEqual(ids.map(() => new Date(nextMs).toISOString())));
    clock.advance(nextMs - clock.now() + 500);
    await rig.until(ids, ['Completed']);
    expectPaidOnce(rig, ids);
  });
});

describe('a funding account without a schedule', () => {
  it('sends as it is approved, and says nothing of a departure', async () => {
    const ids = approved('GBP', '31.01');
    await rig.until(ids, ['Completed']);
    expect(ids.map(leavesAt)).toEqual([null]);
    expectPaidOnce(rig, ids);
  });
});

describe('a time zone nobody knows', () => {
  it('keeps approved money waiting, says so on the record and in one issue, and lets it go when it is mended', async () => {
    decide('CAD', { Schedule__c: 'Hourly', Time_Zone__c: 'Mars/Phobos' });
    await learned('CAD', 'Hourly');
    const ids = approved('CAD', '41.01');
    await rig.until(ids, ['Scheduled']);
    await eventually(() => expect(reasonOf(rig, ids[0] ?? '')).toBe('Waits: the time zone "Mars/Phobos" is not one of the IANA names, such as Europe/Berlin. Correct it on the Funding Account Payoneer CAD; it leaves by itself then.'));
    await settled();
    await eventually(() => expect(issuesOfKind(rig, 'schedule unreadable')).toMatchObject([{ Status__c: 'Open', Count__c: '1', Source__c: accountOf('CAD'), Severity__c: 'Warning' }]));
    expectNeverSent(rig, ids);
    decide('CAD', { Time_Zone__c: 'Europe/London' });
    await eventually(() => expect(ids.map(leavesAt)).toEqual([expect.stringMatching(/:00:00.000Z$/)]));
    await eventually(() => expect(issuesOfKind(rig, 'schedule unreadable')).toMatchObject([{ Status__c: 'Resolved' }]));
    clock.advance(hourMs);
    await rig.until(ids, ['Completed']);
    expect(ids.map((id) => postedTimes(rig, id))).toEqual(ids.map((id) => ({ [`${id}-01`]: 1 })));
  });
});

describe('the threshold of a funding account', () => {
  const issues = () => issuesOfKind(rig, 'balance below threshold').map(({ Status__c, Summary__c, Count__c }) => ({ Status__c, Summary__c, Count__c }));
  const said = { Summary__c: 'The balance of Payoneer AUD fell below its threshold' };

  it('is said once for each fall below it, however often the balance is read, and taken back when it rises again', async () => {
    decide('AUD', { Threshold__c: '10500' });
    await eventually(() => expect(issues()).toEqual([{ ...said, Status__c: 'Open', Count__c: '1' }]));
    await rig.payoneer.fund(programOf('AUD'), -100_00);
    await settled();
    expect(issues()).toEqual([{ ...said, Status__c: 'Open', Count__c: '1' }]);
    await rig.payoneer.fund(programOf('AUD'), 1_000_00);
    await eventually(() => expect(issues()).toEqual([{ ...said, Status__c: 'Resolved', Count__c: '1' }]));
    clock.advance(hourMs);
    const ids = approved('AUD', '900.00');
    await rig.until(ids, ['Completed']);
    await eventually(() => expect(issues().toSorted((a, b) => String(a.Status__c).localeCompare(String(b.Status__c)))).toEqual([{ ...said, Status__c: 'Open', Count__c: '1' }, { ...said, Status__c: 'Resolved', Count__c: '1' }]));
  });

  it('that is lowered below the balance takes it back too', async () => {
    decide('AUD', { Threshold__c: null });
    await eventually(() => expect(issues().map(({ Status__c }) => Status__c)).toEqual(['Resolved', 'Resolved']));
  });
});
