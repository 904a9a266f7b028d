import { Injectable } from '@nestjs/common';
import { InvalidConfiguration } from '#config';
import { LivekitConfig } from '#livekit';
import { ServerConfig } from '../server.config.js';
import { AccessConfig } from './access.config.js';
import { isLoopback } from './loopback.js';

/** In production tokens and voices do not cross the network in the clear: the boot refuses addresses that would make them. */
@Injectable()
export class PublicAddresses {
  constructor(server: ServerConfig, { url, publicUrl }: LivekitConfig, { jwksUrl }: AccessConfig) {
    if (server.environment !== 'production') return;
    const given = {
      PUBLIC_URL: server.publicUrl,
      // What people are told: LIVEKIT_URL alone may be an address inside a private network.
      ...(publicUrl ? { LIVEKIT_PUBLIC_URL: publicUrl } : { LIVEKIT_URL: url }),
      JWKS_URL: jwksUrl,
    };
    const complaints = Object.entries(given).flatMap(([name, address]) =>
      address !== undefined && isInTheClear(address)
        ? [`${name}: must be https:// or wss:// in production`]
        : [],
    );
    if (complaints.length) throw new InvalidConfiguration(complaints);
  }
}

function isInTheClear(address: string): boolean {
  if (!URL.canParse(address)) return false;
  const { protocol, hostname } = new URL(address);
  return /^(http|ws):$/.test(protocol) && !isLoopback(hostname);
}
