import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { openLedgerWorld, type Given } from './test-ledger-world.ts';

let world: Awaited<ReturnType<typeof openLedgerWorld>>;
beforeAll(async () => void (world = await openLedgerWorld()));
beforeEach(() => world.clear());
afterAll(() => world.close());

const since = 1_000_000;
const confirm = async (name: string): Promise<void> =>
  void (await world.ledger.move([{ requestId: world.idOf(name), event: 'hold', patch: { confirmedDuplicate: true } }]));
/** Those that look like the one asked about. */
const likeIt = async (): Promise<readonly string[]> => (await world.ledger.lookAlikes([world.idOf('it')], since)).map((pair) => world.namesOf([pair.otherId])[0] ?? '').toSorted();
const bare = { attempt: null };
/** Closed long ago, whatever was found. */
const past = { state: 'Completed', payment: { foundAt: since - 1 } } as const;

describe('a request that looks like the same debt', () => {
  it('is told as a pair with its name', async () => {
    await world.plant({ other: bare, it: bare, 'not asked about': bare });
    expect(await world.ledger.lookAlikes([world.idOf('it')], since)).toEqual([{ requestId: world.idOf('it'), otherId: world.idOf('other'), otherName: 'PR-0' }]);
    expect(await world.ledger.lookAlikes([], since)).toEqual([]);
  });

  it('has the same payee, amount, currency and invoice, of one connection', async () => {
    await world.plant({
      'of another connection': { payment: { connection: 'another' }, ...bare }, 'to another payee': { payment: { payeeId: 'another' }, ...bare }, 'in another currency': { payment: { currency: 'EUR' }, ...bare },
      'of another amount': { payment: { amountMinor: 1_001 }, ...bare }, 'for an invoice': { payment: { invoiceNumber: 'INV-1' }, ...bare },
      'for a blank invoice': { payment: { invoiceNumber: ' ' }, ...bare }, 'of another program': { payment: { program: 'another', payeeKey: 'payoneer:sandbox:another:p' }, ...bare }, it: bare,
    });
    expect(await likeIt()).toEqual(['for a blank invoice', 'of another program']);
  });

  const invoice = (invoiceNumber: string): Given => ({ payment: { invoiceNumber }, ...bare });
  it('may spell the invoice in other letters, and with blanks around', async () => {
    await world.plant({ spelt: invoice(' inv-1'), 'another invoice': invoice('INV-11'), 'another sign': invoice('INV/1'), it: invoice('INV-1 ') });
    expect(await likeIt()).toEqual(['spelt']);
  });

  it('may spell the payee in other letters', async () => {
    await world.plant({ spelt: { payment: { payeeId: 'Vendor-7' }, ...bare }, 'another payee': { payment: { payeeId: 'VENDOR-77' }, ...bare }, it: { payment: { payeeId: 'VENDOR-7' }, ...bare } });
    expect(await likeIt()).toEqual(['spelt']);
  });

  it('may spell the invoice with blanks of any kind and with what nobody sees, in other widths and with accents of their own', async () => {
    const blanks = ['R\u00e97', 'r e\u03017', 'R  \u00e97', 'R\u00a0\u00e97\u00a0', 'R\t\u00e97\n', '\ufeffR\u00e9\u200b7', 'R\u2028\u00ad\u00e9\u20607', '\uff32\u00e9\uff17', 'R\u3000\u00e9\u3164\u{e0001}\ufe0f7'];
    await world.plant({ ...Object.fromEntries(blanks.map((spelt) => [spelt, invoice(spelt)])), 'another letter': invoice('Re7'), it: invoice('R \u00e97') });
    expect(await likeIt()).toEqual(blanks.toSorted());
  });

  it('may have an invoice of any letters, also of those that stand for many', async () => {
    await world.plant({ other: invoice('\ufdfa'.repeat(80)), it: invoice('\ufdfa'.repeat(80)) });
    expect(await likeIt()).toEqual(['other']);
  });

  it('is owed the same in another currency, whatever the rate of its day made of it; or raised once as it is owed and once as it is paid', async () => {
    const owed = (amountMinor: number, owedMinor: number, owedCurrency = 'EUR'): Given => ({ payment: { amountMinor, owedMinor, owedCurrency }, ...bare });
    await world.plant({
      'at another rate': owed(1_100, 900), 'of another amount': owed(1_100, 901), 'in another currency': owed(1_100, 900, 'GBP'), 'paid as it is owed': { payment: { currency: 'EUR', amountMinor: 900 }, ...bare },
      'owed as it is paid': { payment: { currency: 'JPY', amountMinor: 7, owedMinor: 1_000, owedCurrency: 'USD' }, ...bare }, 'paid the same': bare, 'the same in both': owed(1_000, 900),
      'to another payee': { payment: { amountMinor: 1_100, owedMinor: 900, owedCurrency: 'EUR', payeeId: 'another' }, ...bare }, it: owed(1_000, 900),
    });
    expect(await likeIt()).toEqual(['at another rate', 'owed as it is paid', 'paid as it is owed', 'paid the same', 'the same in both']);
  });
});

describe('one of which nothing was ever planned', () => {
  it.each<[string, Given]>([
    ['that was found since', { state: 'Completed', payment: { foundAt: since } }],
    ['that waits, however long', { ...past, state: 'Approved for Payout' }],
    ['that waits for its day, however long', { ...past, state: 'Scheduled' }],
    ['that waits for funds, however long', { ...past, state: 'Awaiting Funds' }],
    ['that is held, however long', { ...past, state: 'On Hold' }],
  ])('counts where it was found first: one %s', async (_what, given) => {
    await world.plant({ first: { ...given, ...bare }, it: bare, last: { ...given, ...bare } });
    expect(await likeIt()).toEqual(['first']);
  });

  it.each<[string, Given]>([
    ['was found before', past],
    ['was cancelled', { state: 'Cancelled', payment: { foundAt: since } }],
    ['needs correction', { state: 'Needs Correction', payment: { foundAt: since } }],
  ])('does not count where it %s', async (_what, given) => {
    await world.plant({ first: { ...given, ...bare }, it: bare });
    expect(await likeIt()).toEqual([]);
  });

  it('was found first by the order they came in, whatever the clock said', async () => {
    await world.plant({ first: { payment: { foundAt: since + 9 }, ...bare }, it: { payment: { foundAt: since }, ...bare } });
    expect(await likeIt()).toEqual(['first']);
    await world.ledger.move([{ requestId: world.idOf('first'), event: 'hold', patch: { foundAt: since + 10 } }]);
    expect(await likeIt()).toEqual([]);
  });
});

describe('one that may have been paid, or may still be', () => {
  const accounts: readonly [string, Given][] = [
    ['is planned', { attempt: { stage: 'intent' } }],
    ['is reserved', { attempt: { stage: 'reserved' } }],
    ['is being sent', { attempt: { stage: 'sending' } }],
    ['has an unknown outcome', { attempt: { stage: 'unknown' } }],
    ['is on its way', { attempt: { stage: 'accepted' } }],
    ['was paid since', { attempt: { stage: 'settled' }, then: { transferredAt: since } }],
    ['was paid since, and came back', { attempt: { stage: 'settled' }, then: { transferredAt: since, returnedAt: since + 1 } }],
    ['was sent since and closed by a person', { attempt: { stage: 'settled' }, then: { sentAt: since } }],
    ['was planned since and closed by a person', { attempt: { stage: 'settled', plannedAt: since } }],
  ];
  it.each(accounts)('counts whichever was found first: one that %s', async (_what, given) => {
    await world.plant({ first: { ...past, ...given }, it: bare, last: { ...past, ...given, state: 'Cancelled' } });
    expect(await likeIt()).toEqual(['first', 'last']);
  });

  it.each<[string, Given]>([
    ['was withdrawn', { attempt: { stage: 'withdrawn', plannedAt: since } }],
    ['was refused', { attempt: { stage: 'refused', plannedAt: since }, then: { sentAt: since } }],
    ['was paid before', { attempt: { stage: 'settled', plannedAt: since }, then: { sentAt: since, transferredAt: since - 1 } }],
    ['was called off', { attempt: { stage: 'settled', plannedAt: since }, then: { sentAt: since, cancelledFirstAt: since } }],
    ['was sent before, planned whenever, and closed by a person', { attempt: { stage: 'settled', plannedAt: since }, then: { sentAt: since - 1 } }],
    ['was planned before and closed by a person', { attempt: { stage: 'settled', plannedAt: since - 1 } }],
  ])('is not one that %s', async (_what, given) => {
    await world.plant({ first: { ...past, ...given }, it: bare, last: { ...past, ...given } });
    expect(await likeIt()).toEqual([]);
  });
});

describe('a request a person confirmed', () => {
  it('beside the other ones looks like none', async () => {
    await world.plant({ first: { attempt: { stage: 'accepted' } }, it: bare });
    await confirm('it');
    expect(await likeIt()).toEqual([]);
  });

  it('and that was found later was confirmed beside this one, which answers for both; one that was found before was not', async () => {
    await world.plant({ before: { attempt: { stage: 'accepted' }, payment: past.payment, state: 'In Progress' }, it: bare, after: { attempt: { stage: 'intent' } } });
    await confirm('before');
    await confirm('after');
    expect(await likeIt()).toEqual(['before']);
  });
});

describe('an attempt that was refused, of a request that looks like the same debt', () => {
  const refused = { attempt: { stage: 'refused', nextAskAt: since } } as const;
  it('is told while it is still to be asked about, whatever became of its request', async () => {
    await world.plant({
      'given up': { state: 'Cancelled', ...refused }, 'to be corrected': { state: 'Needs Correction', ...refused }, 'asked about': { attempt: { stage: 'refused', nextAskAt: null } },
      'not refused': { attempt: { stage: 'settled', nextAskAt: since } }, 'of another amount': { payment: { amountMinor: 1_001 }, ...refused }, it: bare, later: refused,
    });
    const alike = await world.ledger.refusedAlike([world.idOf('it')]);
    expect(alike.map(({ besideId, otherName, reference, nextAskAt }) => [besideId, otherName, reference, nextAskAt]).toSorted()).toEqual(
      ['given up', 'to be corrected', 'later'].map((name, at) => [world.idOf('it'), `PR-${[0, 1, 6][at]}`, world.referenceOf(name), since]));
    await confirm('it');
    expect(await world.ledger.refusedAlike([world.idOf('it')])).toEqual([]);
  });

  it('is waited for where its own request waits to be paid, or one that looks like the same debt', async () => {
    await world.plant({ it: { state: 'Failed', ...refused }, other: { state: 'On Hold', ...bare }, another: { payment: { amountMinor: 1_001 }, ...bare } });
    const waits = (name: string): Promise<boolean> => world.ledger.isWaitedFor([world.idOf(name)]);
    expect([await waits('it'), await waits('another')]).toEqual([false, true]);
    await world.ledger.move([{ requestId: world.idOf('other'), event: 'release' }]);
    expect(await waits('it')).toBe(true);
  });
});
