/** A block of addresses: the first `bits` bits of `address` are fixed. `width` is 32 for IPv4, 128 for IPv6. */
export interface Cidr {
  readonly address: bigint;
  readonly bits: number;
  readonly width: 32 | 128;
}

/**
 * Reads `192.0.2.0/24`, `2001:db8::/32` or a single address. Written here because connectors may not reach for `node:net`.
 * @throws Error in words when it can't be read.
 */
export function parseCidr(text: string): Cidr {
  const [host = '', length, more] = text.trim().split('/');
  const address = parseAddress(host);
  const bits = length === undefined ? address?.width : /^\d{1,3}$/.test(length) ? Number(length) : undefined;
  if (!address || bits === undefined || bits > address.width || more !== undefined)
    throw new Error(`"${text.trim()}" is no address block. Write it like 192.0.2.0/24 or 2001:db8::/32.`);
  return { ...address, bits };
}

/** Whether the address (text, as a socket reports it; `::ffff:192.0.2.1` counts as IPv4) lies in one of the blocks. */
export function within(blocks: readonly Cidr[], addressText: string): boolean {
  const found = parseAddress(addressText.replace(/^::ffff:(?=\d+\.)/i, ''));
  if (!found) return false;
  return blocks.some(({ address, bits, width }) => width === found.width && (address >> BigInt(width - bits)) === (found.address >> BigInt(width - bits)));
}

function parseAddress(text: string): Pick<Cidr, 'address' | 'width'> | undefined {
  if (text.includes(':')) return parseIpv6(text);
  const parts = text.split('.');
  if (parts.length !== 4 || !parts.every((part) => /^\d{1,3}$/.test(part) && Number(part) <= 255)) return undefined;
  return { address: parts.reduce((sum, part) => (sum << 8n) + BigInt(part), 0n), width: 32 };
}

function parseIpv6(text: string): Pick<Cidr, 'address' | 'width'> | undefined {
  const halves = text.split('::');
  if (halves.length > 2) return undefined;
  const [left = [], right = []] = halves.map((half) => (half ? half.split(':') : []));
  const missing = 8 - left.length - right.length;
  if (halves.length === 1 ? missing !== 0 : missing < 1) return undefined;
  const groups = [...left, ...Array<string>(missing).fill('0'), ...right];
  if (!groups.every((group) => /^[0-9a-f]{1,4}$/i.test(group))) return undefined;
  return { address: groups.reduce((sum, group) => (sum << 16n) + BigInt(`0x${group}`), 0n), width: 128 };
}
