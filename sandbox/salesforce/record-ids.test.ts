import { describe, expect, it } from '@jest/globals';
import { fullId } from './record-ids.ts';

describe('fullId', () => {
  it('adds the suffix that tells capitals apart', () => {
    expect(fullId('001D000000IqhSL')).toBe('001D000000IqhSLIAZ');
    expect(fullId('a00000000000001')).toBe('a00000000000001AAA');
  });

  it('repairs the case of a suffix and refuses a wrong one', () => {
    expect(fullId('001D000000IqhSLiaz')).toBe('001D000000IqhSLIAZ');
    expect(fullId('001D000000IqhSLAAA')).toBeUndefined();
    expect(fullId('001D000000')).toBeUndefined();
    expect(fullId("001D000000Iqh'L")).toBeUndefined();
  });
});
