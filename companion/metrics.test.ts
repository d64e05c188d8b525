import { describe, expect, it } from '@jest/globals';
import { openMetrics } from './metrics.ts';
import type { Store } from './store/store.ts';

describe('the metrics', () => {
  it('are counted by the store: asking for them loads no row', async () => {
    const never = (): never => {
      throw new Error('a whole table was read');
    };
    const store = {
      inbox: { counts: async () => ({ waiting: 3, dead: 2 }) }, ledger: { attemptsIn: never }, issues: { open: never },
      health: { read: never, counts: async () => ({ unwritten: 4, unknownOutcomes: 5, openIssues: 6 }) },
    } as unknown as Store;
    const { text } = await openMetrics({ store }).read();
    for (const line of ['quittance_backlog 7', 'quittance_dead_letters 2', 'quittance_unknown_outcomes 5', 'quittance_open_issues 6']) expect(text.split('\n')).toContain(line);
  });
});
