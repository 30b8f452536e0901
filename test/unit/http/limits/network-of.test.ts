import { expect, test } from '@jest/globals';
import { networkOf } from '../../../../src/http/limits/network-of.ts';

test.each([
  ['192.0.2.7', '192.0.2.7'],
  ['::ffff:192.0.2.7', '192.0.2.7'],
  ['2001:db8:1:2:3:4:5:6', '2001:db8:1:2'],
  ['2001:0DB8:0001:0002::9', '2001:db8:1:2'],
  ['2001:db8::9', '2001:db8:0:0'],
  ['::1', '0:0:0:0'],
  ['fe80::1%eth0', 'fe80:0:0:0'],
  ['something else', 'something else'],
])('%s is counted as %s', (address, network) => {
  expect(networkOf(address)).toBe(network);
});
