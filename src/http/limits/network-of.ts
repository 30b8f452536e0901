import { isIPv6 } from 'node:net';

const GROUPS = 8;
/** What one customer of a provider has at the least: they may take any address of it, a new one for each request. */
const NETWORK_GROUPS = 4;

/** Under which name an address is counted: an IPv4 address as it is, an IPv6 one by its /64 network. */
export function networkOf(address: string): string {
  const mapped = /^::ffff:(\d+\.\d+\.\d+\.\d+)$/i.exec(address)?.[1];
  if (mapped !== undefined) return mapped;
  if (!isIPv6(address)) return address;
  const [head = '', tail] = address.split('%', 1).join('').toLowerCase().split('::');
  const before = groupsOf(head);
  const after = groupsOf(tail ?? '');
  const zeros = Array.from({ length: GROUPS - before.length - after.length }, () => '0');
  return [...before, ...zeros, ...after].slice(0, NETWORK_GROUPS).join(':');
}

/** `2001:0db8` and `2001:db8` are one. */
const groupsOf = (text: string): string[] =>
  text === '' ? [] : text.split(':').map((group) => group.replace(/^0+(?=.)/, ''));
