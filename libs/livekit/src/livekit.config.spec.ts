import { ingestToken } from './ingest-token.js';
import { LivekitConfig, livekitConfig } from './livekit.config.js';
import { LivekitNotConfigured } from './livekit.errors.js';

function configured(fields: Partial<LivekitConfig> = {}): LivekitConfig {
  return Object.assign(
    new LivekitConfig(),
    { url: 'ws://127.0.0.1:7880/', apiKey: 'key', apiSecret: 'a secret' },
    fields,
  );
}

describe(LivekitConfig.name, () => {
  it.each([
    ['ws://127.0.0.1:7880', 'http://127.0.0.1:7880', 'ws://127.0.0.1:7880'],
    ['https://rooms.example/', 'https://rooms.example', 'wss://rooms.example'],
    ['WSS://rooms.example', 'https://rooms.example', 'wss://rooms.example'],
  ])('reads %s as %s for calls and %s for clients', (url, server, client) => {
    expect(configured({ url }).access().serverUrl).toBe(server);
    expect(configured({ url }).clientUrl()).toBe(client);
  });

  it('gives clients the public address and our own processes the private one', () => {
    const config = configured({ publicUrl: 'https://rooms.example' });
    expect(config.clientUrl()).toBe('wss://rooms.example');
    expect(config.workerUrl()).toBe('ws://127.0.0.1:7880');
  });

  it('names what is missing', () => {
    const config = configured({ url: undefined, apiSecret: undefined });
    expect(config.configured).toBe(false);
    expect(() => config.access()).toThrow(LivekitNotConfigured);
    expect(() => config.clientUrl()).toThrow('Set LIVEKIT_URL, LIVEKIT_API_SECRET.');
  });

  it('refuses an address without a scheme at boot', () => {
    process.env.LIVEKIT_URL = 'rooms.example:7880';
    try {
      expect(() => livekitConfig.useFactory()).toThrow('LIVEKIT_URL: must begin with ws://');
    } finally {
      delete process.env.LIVEKIT_URL;
    }
  });
});

describe(ingestToken.name, () => {
  it('is the same for every process with the same LiveKit secret', () => {
    expect(ingestToken(configured())).toBe(ingestToken(configured()));
    expect(ingestToken(configured())).toMatch(/^[0-9a-f]{64}$/);
    expect(ingestToken(configured({ apiSecret: 'another' }))).not.toBe(ingestToken(configured()));
  });

  it('can be given, and is missing without a secret', () => {
    expect(ingestToken(configured({ ingestToken: 'given by the operator' }))).toBe('given by the operator');
    expect(ingestToken(configured({ apiSecret: undefined }))).toBeUndefined();
  });

  it('is derived where the given one is what Django asks for', () => {
    const ofS4 = { ingestToken: 'short', djangoBaseUrl: 'http://127.0.0.1:9000' };
    expect(ingestToken(configured(ofS4))).toBe(ingestToken(configured()));
    const both = { ...ofS4, ingestToken: 'given by the operator', djangoIngestToken: 'of Django' };
    expect(ingestToken(configured(both))).toBe('given by the operator');
  });
});
