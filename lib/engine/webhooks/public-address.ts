import { isIPv4, isIPv6 } from 'node:net';

/** IANA's special-purpose registries (RFC 6890 and later): first address and length of the prefix. */
const CLOSED_V4: readonly [string, number][] = [
  ['0.0.0.0', 8],
  ['10.0.0.0', 8],
  ['100.64.0.0', 10],
  ['127.0.0.0', 8],
  ['169.254.0.0', 16],
  ['172.16.0.0', 12],
  ['192.0.0.0', 24],
  ['192.0.2.0', 24],
  ['192.88.99.0', 24],
  ['192.168.0.0', 16],
  ['198.18.0.0', 15],
  ['198.51.100.0', 24],
  ['203.0.113.0', 24],
  ['224.0.0.0', 4],
  ['240.0.0.0', 4],
];

const numberOfV4 = (address: string): number =>
  address.split('.').reduce((value, part) => value * 256 + Number(part), 0);

const isWithin = (address: number, [first, bits]: readonly [string, number]) => {
  const size = 2 ** (32 - bits);
  return Math.floor(address / size) === Math.floor(numberOfV4(first) / size);
};

const isPublicV4 = (address: number): boolean => !CLOSED_V4.some((range) => isWithin(address, range));

/** The eight groups of an IPv6 address that `net` has found well-formed; a dotted end becomes two groups. */
function groupsOf(address: string): number[] {
  const dotted = /^(.*:)(\d+\.\d+\.\d+\.\d+)$/.exec(address);
  const v4 = dotted?.[2] === undefined ? 0 : numberOfV4(dotted[2]);
  const plain = dotted
    ? `${dotted[1]}${Math.floor(v4 / 0x10000).toString(16)}:${(v4 % 0x10000).toString(16)}`
    : address;
  const [head = '', tail] = plain.split('::');
  const read = (part: string) => (part === '' ? [] : part.split(':').map((group) => Number.parseInt(group, 16)));
  const before = read(head);
  if (tail === undefined) return before;
  const after = read(tail);
  return [...before, ...new Array<number>(8 - before.length - after.length).fill(0), ...after];
}

function isPublicV6(address: string): boolean {
  const [a = 0, b = 0, c = 0, d = 0, e = 0, f = 0, g = 0, h = 0] = groupsOf(address);
  const low = g * 0x10000 + h;
  const isLong = [a, b, c, d, e].every((group) => group === 0);
  // IPv4-mapped, and the addresses that NAT64 and 6to4 translate: as open as what they stand for.
  if (isLong && f === 0xffff) return isPublicV4(low);
  if (a === 0x64 && b === 0xff9b && [c, d, e, f].every((group) => group === 0)) return isPublicV4(low);
  if (a === 0x2002) return isPublicV4(b * 0x10000 + c);
  // Only global unicast, 2000::/3, is routed at all; in it Teredo and other protocol blocks, and documentation.
  if (a < 0x2000 || a > 0x3fff) return false;
  if (a === 0x2001 && b < 0x200) return false;
  if (a === 0x2001 && b === 0xdb8) return false;
  return !(a === 0x3fff && b < 0x1000);
}

/** Whether an IP address is one of the open internet: not loopback, private, link-local, shared, multicast, reserved or documentation. */
export function isPublicAddress(address: string): boolean {
  if (isIPv4(address)) return isPublicV4(numberOfV4(address));
  return isIPv6(address) && !address.includes('%') && isPublicV6(address);
}

/** The IP address that a URL names itself, in any way of writing it (`2130706433`, `0x7f.1`, `[::1]`); null for a name. */
export function literalAddress(url: URL): string | null {
  const host = url.hostname.replace(/^\[|\]$/g, '');
  return isIPv4(host) || isIPv6(host) ? host : null;
}
