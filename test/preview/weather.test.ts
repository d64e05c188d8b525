import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { once } from 'node:events';
import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import express from 'express';
import { serveOutsideWorld } from '../../scripts/outside-world.ts';
import { weatherDoors } from '../../scripts/preview/weather-doors.ts';

type Outside = Awaited<ReturnType<typeof serveOutsideWorld>>;
interface Told {
  readonly calm: boolean;
  readonly message?: string;
  readonly groups: readonly { readonly label: string; readonly switches: readonly { readonly id: string; readonly on: boolean; readonly happens: string; readonly expect: string }[] }[];
  readonly payees: readonly { readonly id: string; readonly name: string; readonly standing: string }[];
  readonly programs: readonly { readonly id: string; readonly balance: string; readonly empty: boolean }[];
  readonly payouts: readonly { readonly reference: string; readonly label: string }[];
}

const program = '100200300';
let outside: Outside;
let server: Server;
const address = (): string => `http://127.0.0.1:${(server.address() as AddressInfo).port}/preview/weather`;
const look = async (): Promise<Told> => (await fetch(address())).json() as Promise<Told>;
const order = async (wish: object): Promise<Told & { readonly status: number }> => {
  const answer = await fetch(address(), { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify(wish) });
  return { status: answer.status, ...((await answer.json()) as Told) };
};
const turn = (id: string, on = true): ReturnType<typeof order> => order({ switch: id, on });
const switchesOf = ({ groups }: Told) => groups.flatMap(({ switches }) => switches);
const onesOn = async (): Promise<readonly string[]> => switchesOf(await look()).filter(({ on }) => on).map(({ id }) => id);

/** Calls as the companion makes them. */
const token = async (): Promise<string> => {
  const answer = await fetch(`${outside.urls.payoneer}/api/v2/oauth2/token`, {
    method: 'POST', headers: { authorization: `Basic ${Buffer.from('sandbox-client:sandbox-secret').toString('base64')}`, 'content-type': 'application/x-www-form-urlencoded' }, body: 'grant_type=client_credentials&scope=read write',
  });
  return String(((await answer.json()) as { access_token: string }).access_token);
};
const balance = async (bearer: string): Promise<number> => (await fetch(`${outside.urls.payoneer}/v4/programs/${program}/balance`, { headers: { authorization: `Bearer ${bearer}` } })).status;
const asOrgUser = async (path: string, init: RequestInit = {}): Promise<Response> =>
  fetch(`${outside.urls.salesforce}/services/data/v66.0/${path}`, { ...init, headers: { authorization: `Bearer ${outside.org.tokenFor(outside.people.admin)}`, 'content-type': 'application/json' } });

beforeAll(async () => {
  outside = await serveOutsideWorld({ pubsubPort: 0, policies: { acceptedAfterMs: 0, transferredAfterMs: 0 } });
  await outside.addPayees([{ id: 'anna', name: 'Anna', country: 'PT', program }]);
  const app = express();
  weatherDoors(app, { org: outside.org.org, outside, userOf: () => outside.people.admin });
  server = app.listen(0, '127.0.0.1');
  await once(server, 'listening');
});
afterAll(async () => {
  server.close();
  await outside.close();
});
beforeEach(async () => {
  await order({ clear: true });
  outside.world.weather.clear();
});

describe('the weather panel', () => {
  it('tells of every switch what happens and what to expect, and finds the sky clear', async () => {
    const told = await look();
    expect(told.calm).toBe(true);
    expect(told.groups.map(({ label }) => label)).toEqual(['Payoneer', 'Notices', 'Salesforce', 'Settings']);
    expect(switchesOf(told).filter((each) => each.on || each.happens.length < 30 || each.expect.length < 30)).toEqual([]);
  });

  it('turns every switch on and shows it, and clear sky turns all off', async () => {
    for (const { id } of switchesOf(await look())) {
      const told = await turn(id);
      expect([id, told.message]).toEqual([id, undefined]);
      expect([id, told.status, told.calm, switchesOf(told).find((each) => each.id === id)?.on]).toEqual([id, 200, false, true]);
    }
    expect((await order({ clear: true })).calm).toBe(true);
    expect([outside.world.weather.rules, outside.org.org.policies.failNextSaves, outside.payoneer.policies.rateLimit, outside.bus?.weather.missed]).toEqual([[], [], undefined, 0]);
  });

  it('leaves alone what somebody else has laid', async () => {
    const theirs = { door: 'GET /v4/programs/:program/balance', standIn: 'payoneer', when: 'before', reply: { status: 500 } } as const;
    outside.world.weather.add(theirs);
    await turn('payoneer-down');
    await order({ clear: true });
    expect(outside.world.weather.rules).toEqual([theirs]);
  });

  it('refuses in words what it does not know, and anything but JSON', async () => {
    expect(await turn('hail')).toMatchObject({ status: 400, message: 'Weather: there is no switch hail. GET /preview/weather lists them.' });
    expect((await order({ switch: 'payoneer-down' })).status).toBe(400);
    expect(await order({ sendBack: 'nothing-01' })).toMatchObject({ status: 400, message: expect.stringContaining('is not transferred') as unknown });
    const form = await fetch(address(), { method: 'POST', headers: { 'content-type': 'text/plain' }, body: '{"clear":true}' });
    expect(form.status).toBe(415);
  });
});

describe('weather at Payoneer', () => {
  it('goes down and comes back', async () => {
    const bearer = await token();
    await turn('payoneer-down');
    expect(await balance(bearer)).toBe(503);
    await turn('payoneer-down', false);
    expect(await balance(bearer)).toBe(200);
  });

  it('refuses the sixth call in ten seconds', async () => {
    const bearer = await token();
    await turn('rate-limit');
    const heard = [];
    for (let call = 0; call < 6; call += 1) heard.push(await balance(bearer));
    expect(heard.filter((status) => status === 429).length).toBeGreaterThan(0);
  });

  it('takes a batch, loses the answer once, and the bank can send the payout back', async () => {
    const bearer = await token();
    await turn('lost-answer');
    const [id = ''] = outside.raise([{ payee: 'anna', amount: '12.50', currency: 'USD', purpose: 'Work' }]);
    const send = fetch(`${outside.urls.payoneer}/v4/programs/${program}/masspayouts`, {
      method: 'POST', headers: { authorization: `Bearer ${bearer}`, 'content-type': 'application/json' },
      body: JSON.stringify({ Payments: [{ client_reference_id: `${id}-01`, payee_id: 'anna', description: 'Work', currency: 'USD', amount: '12.50' }] }),
    });
    await expect(send).rejects.toThrow();
    expect(await onesOn()).toEqual([]);
    let payouts: Told['payouts'] = [];
    for (let tries = 0; payouts.length === 0 && tries < 100; tries += 1) {
      await sleep(20);
      ({ payouts } = await look());
    }
    expect(payouts.map(({ reference, label }) => [reference, label.split(' · ').slice(1)])).toEqual([[`${id}-01`, ['12.50 USD', 'Anna']]]);
    expect(await order({ sendBack: `${id}-01` })).toMatchObject({ status: 200, payouts: [] });
    expect(outside.paidTimes().get(id)).toBe(0);
  });

  it('keeps one fate for webhooks: the switch turned last', async () => {
    await turn('webhooks-twice');
    await turn('webhooks-stopped');
    expect(await onesOn()).toEqual(['webhooks-stopped']);
  });
});

describe('what a person at Payoneer changes', () => {
  it('lets a payee stand otherwise until the sky is clear', async () => {
    expect((await order({ payee: 'anna', standing: 'Inactive' })).payees).toEqual([{ id: 'anna', name: 'Anna', standing: 'Inactive' }]);
    expect(await order({ clear: true })).toMatchObject({ calm: true, payees: [{ standing: 'Active' }] });
    expect((await order({ payee: 'nobody', standing: 'Active' })).status).toBe(400);
  });

  it('empties a program and puts back exactly what was taken, and keeps what was added', async () => {
    const before = outside.payoneer.state.programs.get(program)?.wallet.minor ?? 0;
    const usd = ({ programs }: Told): unknown => programs.find(({ id }) => id === program);
    expect(usd(await order({ program, act: 'empty' }))).toMatchObject({ balance: '0.00 USD', empty: true });
    await order({ clear: true });
    expect(outside.payoneer.state.programs.get(program)?.wallet.minor).toBe(before);
    await order({ program, act: 'empty' });
    await order({ program, act: 'top up' });
    expect((await order({ clear: true })).calm).toBe(true);
    expect(outside.payoneer.state.programs.get(program)?.wallet.minor).toBe(before + 10_000_00);
  });
});

describe('weather in Salesforce', () => {
  it('is down for whoever calls it, and up again after a minute', async () => {
    await turn('salesforce-down');
    expect((await asOrgUser('query?q=SELECT+Id+FROM+User')).status).toBe(503);
    await fetch(`${outside.urls.salesforce}/_world/clock`, { method: 'POST', body: '{"advanceMs":60000}' });
    expect([(await look()).calm, (await asOrgUser('query?q=SELECT+Id+FROM+User')).status]).toEqual([true, 200]);
  });

  it('locks every third row', async () => {
    await turn('row-locks');
    const [id] = [...outside.org.org.rows('Recipient_Account__c').keys()];
    const save = async (): Promise<number> => (await asOrgUser(`sobjects/Recipient_Account__c/${id ?? ''}`, { method: 'PATCH', body: '{"Country__c":"PT"}' })).status;
    expect([await save(), await save(), await save(), await save()]).toEqual([400, 204, 204, 400]);
  });

  it('leaves fifty calls of the allowance, whatever other weather there is', async () => {
    await turn('salesforce-down');
    expect((await turn('calls-used-up')).status).toBe(200);
    await turn('salesforce-down', false);
    const limits = (await (await asOrgUser('limits')).json()) as { DailyApiRequests: { Remaining: number } };
    expect(limits.DailyApiRequests.Remaining).toBeLessThanOrEqual(50);
    await turn('calls-used-up', false);
    expect(outside.org.org.policies.dailyApiRequests).toBe(100_000);
  });

  it('pauses all sending by the setting of the org', async () => {
    await turn('pause-all');
    expect([...outside.org.org.rows('Quittance_Settings__c').values()].map((row) => row['Pause_All__c'])).toEqual([true]);
    await turn('pause-all', false);
    expect([...outside.org.org.rows('Quittance_Settings__c').values()].map((row) => row['Pause_All__c'])).toEqual([false]);
  });
});
