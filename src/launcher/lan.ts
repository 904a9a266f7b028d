import { networkInterfaces } from 'node:os';
import { Refusal } from './refusal.ts';

/** Where devices in the same network reach this machine. */
export interface Lan {
  address: string;
  /** The network interface that has it: `eth0`. */
  via: string;
}

/** The address that is given, else the first one that is more than this machine's own. @throws Refusal */
export function findLan(wanted?: string, interfaces = networkInterfaces()): Lan {
  const candidates = Object.entries(interfaces).flatMap(([via, addresses = []]) =>
    addresses.flatMap(({ family, internal, address }) =>
      family === 'IPv4' && !internal && !isLinkLocal(address) ? [{ address, via }] : [],
    ),
  );
  const known = candidates.map(({ address }) => address).join(', ') || 'none';
  const found = candidates.find(({ address }) => wanted === undefined || address === wanted);
  if (found) return found;
  throw new Refusal(
    wanted === undefined
      ? 'This machine has no address in a network, so --lan has nowhere to listen.'
      : `HOST is not an address of this machine in a network (${known}). Set it to one, or leave it out.`,
  );
}

/** Given by a machine to itself when nobody else gave it one. */
function isLinkLocal(address: string): boolean {
  return address.startsWith('169.254.');
}

/**
 * LiveKit's configuration for a network: all media go over the address there; agents on this machine sign in as before.
 * @throws Error when the file has not the lines that are meant.
 */
export function livekitConfigFor({ address, via }: Lan, config: string): string {
  const changes: [string, string][] = [
    ['bind_addresses: [127.0.0.1]', `bind_addresses: [127.0.0.1, ${address}]`],
    ['node_ip: 127.0.0.1', `node_ip: ${address}`],
    // One interface and no other: the server would tell the same address for both and listen for its answers at the wrong one.
    ['includes: [lo, lo0]', `includes: [${via}]`],
    ['enable_loopback_candidate: true', 'enable_loopback_candidate: false'],
  ];
  return changes.reduce((text, [line, instead]) => {
    if (!text.includes(line)) throw new Error(`deploy/livekit.yaml has no line “${line}”.`);
    return text.replace(line, instead);
  }, config);
}
