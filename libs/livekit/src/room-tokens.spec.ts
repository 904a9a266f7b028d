import { TokenVerifier } from 'livekit-server-sdk';
import { LivekitConfig } from './livekit.config.js';
import { RoomTokens } from './room-tokens.js';

const config = Object.assign(new LivekitConfig(), {
  url: 'ws://127.0.0.1:7880',
  apiKey: 'key',
  apiSecret: 'a secret that is long enough for HS256',
});
const tokens = new RoomTokens(config);
const verifier = new TokenVerifier('key', config.apiSecret ?? '');

describe(RoomTokens.name, () => {
  it('seats a person in one room, under one identity, for ten minutes, without any power over it', async () => {
    const claims = await verifier.verify(
      await tokens.participant({ room: 'a', identity: 'user-1', name: 'SanBot User' }),
    );
    expect(claims).toMatchObject({ sub: 'user-1', name: 'SanBot User' });
    expect(claims.video).toEqual({
      room: 'a',
      roomJoin: true,
      canPublish: true,
      canSubscribe: true,
      canPublishData: true,
      canUpdateOwnMetadata: true,
    });
    expect((claims.exp ?? 0) - Date.now() / 1000).toBeCloseTo(600, -1);
  });

  it('marks our own participants as agents', async () => {
    const attributes = { 'lk.publish_on_behalf': 'agent-1' };
    const claims = await verifier.verify(
      await tokens.agent({ room: 'a', identity: 'liveavatar-voice', attributes }),
    );
    expect(claims).toMatchObject({ sub: 'liveavatar-voice', kind: 'agent', attributes });
    expect(claims.video).toMatchObject({ room: 'a', agent: true });
    expect(claims.video?.roomAdmin).toBeUndefined();
  });

  it('lets a worker register and nothing else', async () => {
    const claims = await verifier.verify(await tokens.worker());
    expect(claims.video).toEqual({ agent: true });
  });
});
