import { describe, expect, it } from '@jest/globals';
import { changeOrder } from './change.ts';

describe('changes of one write', () => {
  it('go in an order in which every lookup finds its row: what others point to comes first', () => {
    expect(changeOrder).toEqual(['funds', 'batch', 'recipient', 'request', 'conversion', 'reporting', 'transaction', 'feeAllocation', 'receipt', 'movement', 'rate', 'snapshot', 'issue', 'connection']);
  });
});
