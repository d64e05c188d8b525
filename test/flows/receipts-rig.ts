import { expect } from '@jest/globals';
import type { Row } from '../../sandbox/salesforce/org.ts';
import type { Rig } from './companion-rig.ts';
import { openQuickRig } from './quick-rig.ts';
import { quickTiming } from './quick-timing.ts';

/** 32 bytes that are nobody's secret. */
export const testKey = (letter: string): string => Buffer.from(letter.repeat(32)).toString('base64');
export const receiptsEnv = { QUITTANCE_SECRET_KEYS: `k1:${testKey('a')}` };
export const transactionsDoor = 'GET /v4/accounts/:account/transactions';
export const tokenDoor = 'POST /api/v2/oauth2/token';

type Options = NonNullable<Parameters<typeof openQuickRig>[0]>;

/** A rig whose companion could keep a consent, with looks at the account several times a second. */
export const openReceiptsRig = (options: Options = {}): Promise<Rig> => openQuickRig({
  ...options, env: { ...receiptsEnv, ...options.env },
  config: { timing: { ...quickTiming, receiptsMs: 250, receiptsOverlapMs: 60_000, receiptsWholeMs: 1_500, writeGapLongestMs: 300 }, ...options.config },
});

const live = (rig: Rig, object: string): Row[] => [...rig.org.org.rows(object).values()].filter((row) => row.IsDeleted !== true);

export const revenues = (rig: Rig): Row[] => live(rig, 'Revenue__c');
/** The receipt of one transaction of the provider. */
export const revenueOf = (rig: Rig, id: string): Row => revenues(rig).find((row) => String(row.Provider_Key__c).endsWith(`:${id}`)) ?? {};
/** Payment Transactions that pay no request. */
export const movementsOf = (rig: Rig, id: string): Row[] => live(rig, 'Payment_Transaction__c').filter((row) => String(row.Provider_Key__c).endsWith(`:${id}`));
export const connectionRow = (rig: Rig): Row => live(rig, 'Connection__c').find((row) => row.Connection_Key__c === 'payoneer') ?? {};
export const looks = (rig: Rig): number => rig.world.calls.entries.filter(({ door }) => door === transactionsDoor).length;

/** The link an admin reads on the connection record. */
export async function consentLink(rig: Rig): Promise<string> {
  for (let tries = 0; tries < 100; tries++) {
    const link = connectionRow(rig).Consent_Link__c;
    if (typeof link === 'string' && link) return link;
    await new Promise((done) => setTimeout(done, 50));
  }
  throw new Error(`Rig: there is no link on the connection record: ${JSON.stringify(connectionRow(rig))}`);
}

/** Opens the link as a browser does, through the provider's page and back. @returns the last page */
export async function giveConsent(rig: Rig, link?: string): Promise<{ status: number; text: string }> {
  const out = await fetch(link ?? (await consentLink(rig)), { redirect: 'manual' });
  expect(out.status).toBe(302);
  const there = await fetch(out.headers.get('location') ?? '', { redirect: 'manual' });
  const back = await fetch(there.headers.get('location') ?? '', { redirect: 'manual' });
  return { status: back.status, text: await back.text() };
}
