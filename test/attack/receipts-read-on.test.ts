import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Consent } from '../../companion/connectors/connector.ts';
import { Problem } from '../../companion/domain/problem.ts';
import type { Rig } from '../flows/companion-rig.ts';
import { eventually } from '../flows/eventually.ts';
import { connectionRow, giveConsent, openReceiptsRig, revenueOf } from '../flows/receipts-rig.ts';
import { issuesOfKind } from '../flows/witnesses.ts';

let rig: Rig;
beforeAll(async () => {
  rig = await openReceiptsRig();
  expect((await giveConsent(rig)).status).toBe(200);
  await arrives();
});
afterAll(() => rig.end());

const arrives = async (): Promise<void> => {
  const id = rig.payoneer.receive({ amountMinor: 4_200, currency: 'SEK', source: 'Anybody' });
  await eventually(() => expect(revenueOf(rig, id)).toMatchObject({ Status__c: 'Received' }));
};

/** The next questions about the consent are answered so, whoever asks; the ones after them as ever. */
async function answerNext(times: number, answer: Consent['standing']): Promise<void> {
  const consent: { standing: Consent['standing'] } | undefined = rig.companion.assembly.consents['payoneer'];
  if (!consent) throw new Error('Rig: this companion has no consent.');
  const asEver = consent.standing;
  let left = times;
  consent.standing = () => (left-- > 0 ? answer() : asEver());
  await eventually(() => expect(left).toBeLessThanOrEqual(0));
  consent.standing = asEver;
}

describe('receipts, whose consent stands', () => {
  it.each([
    ['the server was gone', new Problem('unreachable', 'Store: PostgreSQL does not answer (Connection terminated unexpectedly).')],
    ['the server was busy', new Problem('busy', 'Store: PostgreSQL turned this away (53300: too many connections).')],
    ['its disk failed', Object.assign(new Error('could not read block: Input/output error'), { code: '58030' })],
  ])('are read on after the store did not answer, as %s; nobody is told that the consent is gone', async (_, error) => {
    await answerNext(2, () => Promise.reject(error));
    await arrives();
    expect([issuesOfKind(rig, 'consent refused'), connectionRow(rig).Consent_State__c]).toEqual([[], 'Given']);
  });

  it('are read on after a look that found none', async () => {
    await answerNext(2, () => Promise.resolve({ state: 'missing', detail: 'None just now.' }));
    await arrives();
  });
});
