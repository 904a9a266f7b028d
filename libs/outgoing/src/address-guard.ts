import { isIP } from 'node:net';
import type { LookupAddress } from 'node:dns';
import type { LookupFunction } from 'node:net';
import { Injectable } from '@nestjs/common';
import { Names } from './names.js';
import { OutgoingConfig } from './outgoing.config.js';
import { OutgoingRefused } from './outgoing.errors.js';
import { isLoopbackAddress, isPublicAddress } from './public-address.js';

/**
 * Where a URL that came by the API may lead: over https to addresses that everybody can reach. With `OUTGOING_TO_LOOPBACK` to this
 * machine as well, over http too; nowhere else over http.
 */
@Injectable()
export class AddressGuard {
  constructor(
    private readonly config: OutgoingConfig,
    private readonly names: Names,
  ) {}

  /** What can be said of a URL before anybody is asked where its name leads. @throws OutgoingRefused */
  admit(text: string, base?: URL): URL {
    if (!URL.canParse(text, base)) throw new OutgoingRefused('It is no URL.');
    const url = new URL(text, base);
    const { toLoopback = false } = this.config;
    if (url.protocol !== 'https:' && !(toLoopback && url.protocol === 'http:')) {
      throw new OutgoingRefused('Only https:// URLs are called.');
    }
    if (url.username !== '' || url.password !== '') {
      throw new OutgoingRefused('A URL with a user name or a password in it is not called.');
    }
    const literal = literalIn(url);
    if (literal !== undefined) this.admitAddress(url, literal);
    return url;
  }

  /**
   * Gives a connection to this URL the addresses to choose from. They are looked up once and checked here, so that what is connected to
   * is what was checked, whatever the name leads to a moment later. One bad address spoils them all.
   */
  lookupFor(url: URL): LookupFunction {
    return (host, options, callback) => {
      this.resolve(url, host).then(
        (addresses) => {
          const [first] = addresses;
          if (options.all) callback(null, addresses);
          else callback(null, first.address, first.family);
        },
        (error: NodeJS.ErrnoException) => callback(error, []),
      );
    };
  }

  private async resolve(url: URL, host: string): Promise<[LookupAddress, ...LookupAddress[]]> {
    const [first, ...rest] = await this.names.resolve(host);
    if (!first) throw new OutgoingRefused(`${host} leads nowhere.`);
    for (const { address } of [first, ...rest]) this.admitAddress(url, address);
    return [first, ...rest];
  }

  /** The address itself is not told: who gives the URL may not know our network. */
  private admitAddress({ protocol, hostname }: URL, address: string): void {
    if (protocol === 'https:' && isPublicAddress(address)) return;
    if (this.config.toLoopback && isLoopbackAddress(address)) return;
    throw new OutgoingRefused(
      protocol === 'https:'
        ? `${hostname} leads to an address that is not public.`
        : 'Only https:// URLs are called.',
    );
  }
}

/** The address that stands in a URL instead of a name: connections to one ask nobody where it is. */
function literalIn({ hostname }: URL): string | undefined {
  const bare = hostname.startsWith('[') ? hostname.slice(1, -1) : hostname;
  return isIP(bare) === 0 ? undefined : bare;
}
