import { describe, expect, it } from '@jest/globals';
import { isReceipt, movementRules, receiptStatusOf, transactionStatusOf, type MovementKind, type MovementStatus } from './movements.ts';

describe('a movement of an account', () => {
  it.each<[MovementKind, string]>([['incoming', 'Receipt'], ['refund', 'Refund'], ['withdrawal', 'Withdrawal'], ['card', 'Card'], ['outgoing', 'Other Payment'], ['fee', 'Fee']])('%s becomes a transaction of type %s', (kind, type) => {
    expect(movementRules[kind].transaction).toBe(type);
  });

  it('is money from a customer only when it is incoming and comes in', () => {
    const kinds = Object.keys(movementRules) as MovementKind[];
    expect(kinds.filter((kind) => isReceipt({ kind, direction: 'In' }))).toEqual(['incoming']);
    expect(kinds.filter((kind) => isReceipt({ kind, direction: 'Out' }))).toEqual([]);
  });

  it('may be the other side of a payout of ours only where money leaves or comes back', () => {
    const kinds = Object.keys(movementRules) as MovementKind[];
    expect(kinds.filter((kind) => movementRules[kind].ownPayoutsApart)).toEqual(['refund', 'outgoing', 'fee']);
  });

  it.each<[MovementStatus, string, string]>([
    ['pending', 'Pending', 'Pending'], ['unrecognised', 'Pending', 'Pending'], ['completed', 'Received', 'Transferred'], ['cancelled', 'Cancelled', 'Cancelled'], ['failed', 'Failed', 'Refused'],
  ])('that is %s is %s as a receipt and %s as a transaction', (status, receipt, transaction) => {
    expect([receiptStatusOf(status), transactionStatusOf(status)]).toEqual([receipt, transaction]);
  });
});
