import { describe, expect, it } from '@jest/globals';
import { longestPauseMs, Problem } from './problem.ts';

describe('a problem', () => {
  it('carries its kind, its words and what else is known', () => {
    const cause = new Error('socket closed');
    const problem = new Problem('busy', 'The provider is busy.', { cause, retryAfterMs: 3_000, code: '429' });
    expect(problem).toMatchObject({ name: 'Problem', kind: 'busy', message: 'The provider is busy.', cause, retryAfterMs: 3_000, code: '429' });
  });

  it.each([[1_795_227_911_000, longestPauseMs], [Infinity, longestPauseMs], [longestPauseMs, 900_000], [0, 0]])('that asks for a pause of %s ms is waited for %s ms', (retryAfterMs, waited) => {
    expect(new Problem('busy', 'Slow down.', { retryAfterMs }).retryAfterMs).toBe(waited);
  });

  it('has a cause only when one was given', () => {
    expect('cause' in new Problem('invalid', 'No.')).toBe(false);
    expect('cause' in new Problem('invalid', 'No.', { cause: undefined })).toBe(true);
  });
});
