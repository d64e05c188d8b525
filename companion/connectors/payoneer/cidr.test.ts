import { describe, expect, it } from '@jest/globals';
import { parseCidr, within } from './cidr.ts';

describe('An address block', () => {
  it.each([
    ['192.0.2.0/24', '192.0.2.255', true], ['192.0.2.0/24', '192.0.3.0', false], ['192.0.2.7', '192.0.2.7', true], ['192.0.2.7', '192.0.2.8', false],
    ['0.0.0.0/0', '203.0.113.9', true], ['192.0.2.0/24', '::ffff:192.0.2.1', true], ['2001:db8::/32', '2001:db8:1::5', true],
    ['2001:db8::/32', '2001:db9::', false], ['0.0.0.0/0', '2001:db8::1', false], ['::1', '::1', true], ['192.0.2.0/24', 'nonsense', false],
  ])('%s and %s: %s', (block, address, expected) => expect(within([parseCidr(block)], address)).toBe(expected));
  it.each(['', '192.0.2', '192.0.2.256', '192.0.2.0/33', '192.0.2.0/x', '1::2::3', '192.0.2.0/24/1', '12345::'])('refuses "%s" in words', (text) => {
    expect(() => parseCidr(text)).toThrow('is no address block');
  });
});
