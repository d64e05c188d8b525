import { describe, expect, it } from '@jest/globals';
import { Problem } from './problem.ts';

describe('a problem', () => {
  it('carries its kind, its words and what else is known', () => {
    const cause = new Error('socket closed');
    const problem = new Problem('busy', 'The provider is busy.', { cause, retryAfterMs: 3_000, code: '429' });
    expect(problem).toMatchObject({ name: 'Problem', kind: 'busy', message: 'The provider is busy.', cause, retryAfterMs: 3_000, code: '429' });
  });

  it('has a cause only when one was given', () => {
    expect('cause' in new Problem('invalid', 'No.')).toBe(false);
    expect('cause' in new Problem('invalid', 'No.', { cause: undefined })).toBe(true);
  });
});
