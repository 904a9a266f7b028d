import { isLoopbackAddress, isPublicAddress } from './public-address.js';

describe(isPublicAddress.name, () => {
  it.each(['8.8.8.8', '1.1.1.1', '172.32.0.1', '100.63.255.255', '2606:4700:4700::1111', '::ffff:8.8.8.8'])(
    'takes %s',
    (address) => {
      expect(isPublicAddress(address)).toBe(true);
    },
  );

  it.each([
    ['this machine', ['127.0.0.1', '127.255.255.254', '::1', '0.0.0.0', '0.1.2.3', '::']],
    ['private networks', ['10.0.0.1', '172.16.0.1', '172.31.255.255', '192.168.1.1', 'fc00::1', 'fd12::1']],
    ['link-local ones', ['169.254.0.1', 'fe80::1', 'fe80::1%eth0', 'fec0::1']],
    [
      'what clouds tell their machines',
      ['169.254.169.254', 'fd00:ec2::254', '100.100.100.200', '168.63.129.16', '192.0.0.192'],
    ],
    ['carriers', ['100.64.0.1', '100.127.255.255']],
    ['mapped ones', ['::ffff:127.0.0.1', '::ffff:10.0.0.1', '::ffff:a9fe:a9fe', '::127.0.0.1', '::7f00:1']],
    ['NAT64', ['64:ff9b::7f00:1', '64:ff9b::a00:1', '64:ff9b:1::a00:1']],
    ['tunnels', ['2002:7f00:1::', '2002:a00:1::1', '2001:0:7f00:1::1']],
    ['many at once', ['224.0.0.1', '239.255.255.250', '255.255.255.255', 'ff02::1']],
    [
      'examples and reserves',
      ['192.0.2.1', '198.18.0.1', '203.0.113.9', '240.0.0.1', '2001:db8::1', '4000::1'],
    ],
    ['what is no address', ['', 'localhost', '1.2.3', '8.8.8.8/8', '[::1]']],
  ])('refuses %s', (_, addresses) => {
    expect(addresses.filter((address) => isPublicAddress(address))).toEqual([]);
  });
});

describe(isLoopbackAddress.name, () => {
  it('knows this machine and nothing else', () => {
    const own = ['127.0.0.1', '127.1.2.3', '::1', '::ffff:127.0.0.1'];
    const others = ['10.0.0.1', '0.0.0.0', '::', 'localhost', '64:ff9b::7f00:1'];
    expect([...own, ...others].filter((address) => isLoopbackAddress(address))).toEqual(own);
  });
});
