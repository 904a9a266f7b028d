import { LivekitConfig } from '#livekit';
import { ServerConfig } from '../server.config.js';
import { AccessConfig } from './access.config.js';
import { PublicAddresses } from './public-addresses.js';

interface Addresses {
  livekit?: Partial<LivekitConfig>;
  jwksUrl?: string;
  publicUrl?: string;
}

function boot(environment: string, { livekit, jwksUrl, publicUrl }: Addresses): PublicAddresses {
  return new PublicAddresses(
    Object.assign(new ServerConfig(), { environment, publicUrl }),
    Object.assign(new LivekitConfig(), livekit),
    Object.assign(new AccessConfig(), { jwksUrl }),
  );
}

describe(PublicAddresses.name, () => {
  const inTheClear: [string, Addresses][] = [
    ['PUBLIC_URL', { publicUrl: 'http://parley.example' }],
    ['LIVEKIT_URL', { livekit: { url: 'ws://rooms.example' } }],
    ['LIVEKIT_PUBLIC_URL', { livekit: { url: 'wss://a.example', publicUrl: 'http://rooms.example' } }],
    ['JWKS_URL', { jwksUrl: 'http://id.example/jwks' }],
  ];

  it.each(inTheClear)('stops the boot in production when %s is in the clear', (name, addresses) => {
    const production = () => boot('production', addresses);
    expect(production).toThrow(`${name}: must be https:// or wss:// in production`);
    expect(production).not.toThrow('.example');
    expect(() => boot('development', addresses)).not.toThrow();
  });

  it('takes what is encrypted, this machine, and an address inside when there is one for the outside', () => {
    boot('production', { publicUrl: 'https://parley.example', livekit: { url: 'wss://rooms.example' } });
    boot('production', { publicUrl: 'http://localhost:3051', livekit: { url: 'ws://127.0.0.1:7880' } });
    boot('production', { livekit: { url: 'ws://livekit:7880', publicUrl: 'wss://rooms.example' } });
    boot('production', { livekit: { url: 'ws://[::1]:7880' } });
  });
});
