import { isIP } from 'node:net';
import ipaddr from 'ipaddr.js';

/** All that is given out to be reached by everybody (RFC 4291); the library knows the exceptions within. */
const GLOBAL_UNICAST: [ipaddr.IPv6, number] = ipaddr.IPv6.parseCIDR('2000::/3');
/** Looks public, and is each Azure machine's own way to its host. */
const AZURE_HOST = '168.63.129.16';

/**
 * Whether everybody on the internet can reach it. An IPv4 address in the clothes of IPv6 counts as what it is; those behind NAT64, 6to4
 * and Teredo do not count, because what stands behind them is up to the network.
 */
export function isPublicAddress(address: string): boolean {
  if (isIP(address) === 0) return false;
  const parsed = ipaddr.process(address);
  if (parsed.range() !== 'unicast') return false;
  return parsed.kind() === 'ipv6' ? parsed.match(GLOBAL_UNICAST) : parsed.toString() !== AZURE_HOST;
}

/** This machine itself. */
export function isLoopbackAddress(address: string): boolean {
  return isIP(address) !== 0 && ipaddr.process(address).range() === 'loopback';
}
