import { describe, expect, it } from '@jest/globals';
import { fates } from './fates.ts';

describe('what becomes of work that met a problem', () => {
  it('is decided by its kind alone, and where money may have moved it is asked, never sent again', () => {
    expect(fates).toEqual({ busy: 'retry', unreachable: 'retry', unfunded: 'park', declined: 'branch', invalid: 'correct', refused: 'bury', unmapped: 'bury', forged: 'reject', unknown: 'ask' });
  });
});
