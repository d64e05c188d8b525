import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Rig } from './companion-rig.ts';
import { eventually, pause } from './eventually.ts';
import { connectionRow, consentLink, giveConsent, looks, openReceiptsRig, receiptsEnv, revenueOf, testKey, tokenDoor } from './receipts-rig.ts';
import { issuesOfKind } from './witnesses.ts';

let rig: Rig;
beforeAll(async () => {
  rig = await openReceiptsRig({ env: { QUITTANCE_SECRET_KEYS: '' } });
});
afterAll(() => rig.end());

const receiptsInReady = async (): Promise<unknown> => ((await (await fetch(`${rig.companion.url}/readyz`)).json()) as { receipts?: string }).receipts;
const stands = (fields: object): Promise<void> => eventually(() => expect(connectionRow(rig)).toMatchObject(fields));
const kept = async (): Promise<{ keyId: string; sealed: string } | undefined> => (await rig.companion.db.query<{ keyId: string; sealed: string }>('select key_id as "keyId", sealed from secret'))[0];
const arrives = async (): Promise<void> => {
  const id = rig.payoneer.receive({ amountMinor: 4_200, currency: 'SEK', source: 'Anybody' });
  await eventually(() => expect(revenueOf(rig, id)).toMatchObject({ Status__c: 'Received', Amount__c: '42' }));
};

/** One installation from its first day on: each test goes on where the one before it ended. */
describe('receipts', () => {
  let early = '';
  it('are off without a key to keep a consent with: no call, and health and the connection record say why', async () => {
    early = rig.payoneer.receive({ amountMinor: 700, currency: 'SEK', source: 'Early' });
    await stands({ Consent_State__c: 'Off', Consent_Detail__c: expect.stringContaining('QUITTANCE_SECRET_KEYS') });
    expect(connectionRow(rig).Consent_Link__c ?? null).toBeNull();
    expect(await receiptsInReady()).toMatch(/^off: .*QUITTANCE_SECRET_KEYS/);
    await pause(600);
    expect(looks(rig)).toBe(0);
  });

  it('stay off when the consent is of another account, or the holder says no, and the pages say so', async () => {
    await rig.restart({ env: { ...receiptsEnv, PAYONEER_ACCOUNT_ID: '4999999' } });
    await stands({ Consent_State__c: 'Missing' });
    expect(await giveConsent(rig)).toMatchObject({ status: 502, text: expect.stringContaining('account 4000001') });
    rig.payoneer.policies.consentPage = 'no';
    expect(await giveConsent(rig)).toMatchObject({ status: 400, text: expect.stringContaining('access_denied') });
    rig.payoneer.policies.consentPage = 'yes';
    expect([await kept(), looks(rig), await receiptsInReady()]).toEqual([undefined, 0, expect.stringMatching(/^off: /)]);
  });

  it('can be switched on by nobody without the link of the connection record, and by no answer that was not asked for', async () => {
    await rig.restart({ env: receiptsEnv });
    await eventually(() => expect(String(connectionRow(rig).Consent_Link__c)).toContain(rig.companion.url));
    const door = `${rig.companion.url}/consent/payoneer`;
    expect((await fetch(`${door}/${'x'.repeat(32)}`, { redirect: 'manual' })).status).toBe(404);
    expect((await fetch(`${rig.companion.url}/consent/constructor/x`, { redirect: 'manual' })).status).toBe(404);
    expect((await fetch(`${door}/callback?code=stolen&state=${'y'.repeat(32)}`)).status).toBe(400);
    expect(looks(rig)).toBe(0);
  });

  it('are on once the account holder came back from the provider, and what arrived before is read too', async () => {
    const link = await consentLink(rig);
    const out = new URL((await fetch(link, { redirect: 'manual' })).headers.get('location') ?? '');
    expect(Object.fromEntries(out.searchParams)).toMatchObject({ response_type: 'code', redirect_uri: `${rig.companion.url}/consent/payoneer/callback`, client_id: 'sandbox-client' });
    const back = (await fetch(out, { redirect: 'manual' })).headers.get('location') ?? '';
    // Somebody else had opened the link as well, and comes back a moment later.
    const other = (await fetch((await fetch(link, { redirect: 'manual' })).headers.get('location') ?? '', { redirect: 'manual' })).headers.get('location') ?? '';
    expect([(await fetch(back)).status, (await fetch(back)).status, (await fetch(other)).status, (await fetch(link, { redirect: 'manual' })).status]).toEqual([200, 400, 400, 404]);
    await eventually(() => expect(revenueOf(rig, early)).toMatchObject({ Status__c: 'Received' }));
    await stands({ Consent_State__c: 'Given', Consent_Link__c: null });
    expect(await receiptsInReady()).toMatch(/^on: Account 4000001/);
  });

  it('go on through restarts, each with a new refresh token, and under a new key', async () => {
    rig.payoneer.policies.tokenExpiresInS = 1;
    expect(Buffer.from((await kept())?.sealed ?? '', 'base64').toString('latin1')).not.toMatch(/refreshToken|4000001/);
    await rig.restart({ env: { QUITTANCE_SECRET_KEYS: `k2:${testKey('b')},${receiptsEnv.QUITTANCE_SECRET_KEYS}` } });
    await arrives();
    expect(await kept()).toMatchObject({ keyId: 'k2' });
    await rig.restart({ env: { QUITTANCE_SECRET_KEYS: `k2:${testKey('b')}` } });
    await arrives();
    expect(issuesOfKind(rig, 'consent refused')).toEqual([]);
  });

  it('go on after a token host that was down', async () => {
    rig.world.weather.add({ door: tokenDoor, when: 'before', reply: { status: 503, headers: { 'retry-after': '0' } }, times: 2 });
    await arrives();
    rig.world.weather.clear();
    expect(connectionRow(rig).Consent_State__c).toBe('Given');
  });

  it('are off when the key is lost, which is said by its name, until the consent is given anew', async () => {
    await rig.restart({ env: { QUITTANCE_SECRET_KEYS: `k9:${testKey('z')}` } });
    await stands({ Consent_State__c: 'Refused', Consent_Detail__c: expect.stringContaining('"k2"') });
    await eventually(async () => expect((await giveConsent(rig)).status).toBe(200));
    await arrives();
  });

  it('are off when the provider takes the consent no longer, with one issue and no further call, until it is given anew', async () => {
    rig.payoneer.withdrawConsent();
    await stands({ Consent_State__c: 'Refused', Consent_Link__c: expect.stringContaining('/consent/payoneer/') });
    await eventually(() => expect(issuesOfKind(rig, 'consent refused')).toHaveLength(1));
    const calls = looks(rig);
    await pause(500);
    expect(looks(rig)).toBe(calls);
    await giveConsent(rig);
    await arrives();
  });
});
