import { readFileSync } from 'node:fs';
import type { networkInterfaces } from 'node:os';
import { resolve } from 'node:path';
import { findLan, livekitConfigFor } from './lan.ts';

const CONFIG = readFileSync(resolve(import.meta.dirname, '../../deploy/livekit.yaml'), 'utf8');

function address(text: string, internal = false) {
  const family = text.includes(':') ? ('IPv6' as const) : ('IPv4' as const);
  const rest = { netmask: '', mac: '', cidr: null, internal };
  return family === 'IPv6'
    ? { ...rest, family, address: text, scopeid: 0 }
    : { ...rest, family, address: text };
}

describe(findLan.name, () => {
  const interfaces: ReturnType<typeof networkInterfaces> = {
    lo: [address('127.0.0.1', true)],
    awdl0: [address('169.254.3.4')],
    eth0: [address('fd00::2'), address('192.168.1.9')],
    wlan0: [address('10.0.0.7')],
  };

  it('takes the first address in a network, or the one that is wanted', () => {
    expect(findLan(undefined, interfaces)).toEqual({ address: '192.168.1.9', via: 'eth0' });
    expect(findLan('10.0.0.7', interfaces)).toEqual({ address: '10.0.0.7', via: 'wlan0' });
  });

  it('says what there is when the wanted one is not', () => {
    expect(() => findLan('10.9.9.9', interfaces)).toThrow('(192.168.1.9, 10.0.0.7)');
    expect(() => findLan('0.0.0.0', interfaces)).toThrow('HOST');
    expect(() => findLan(undefined, { lo: [address('127.0.0.1', true)] })).toThrow('no address');
  });
});

describe(livekitConfigFor.name, () => {
  it('tells the server its address and keeps it reachable for the agents here', () => {
    const config = livekitConfigFor({ address: '192.168.1.9', via: 'eth0' }, CONFIG);
    expect(config).toContain('bind_addresses: [127.0.0.1, 192.168.1.9]');
    expect(config).toContain('node_ip: 192.168.1.9');
    expect(config).toContain('includes: [eth0]');
    expect(() => livekitConfigFor({ address: '192.168.1.9', via: 'eth0' }, config)).toThrow('has no line');
  });
});
