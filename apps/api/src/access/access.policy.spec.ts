import { ServerConfig } from '../server.config.js';
import { AccessConfig } from './access.config.js';
import { Unauthenticated } from './access.errors.js';
import { AccessPolicy } from './access.policy.js';
import { SCOPES } from './caller.js';

function policy(access: Partial<AccessConfig>, server: Partial<ServerConfig> = {}): AccessPolicy {
  return new AccessPolicy(
    Object.assign(new AccessConfig(), access),
    Object.assign(new ServerConfig(), server),
  );
}

describe(AccessPolicy.name, () => {
  it('is open in development without keys, on this machine only', async () => {
    const open = policy({});
    expect(open.listenHost).toBe('127.0.0.1');
    await expect(open.identify(undefined)).resolves.toMatchObject({ tenantId: 'default', scopes: SCOPES });
    expect(policy({}, { host: '127.0.0.2' }).listenHost).toBe('127.0.0.2');
  });

  it('does not boot when everybody could reach an open api', () => {
    expect(() => policy({}, { host: '0.0.0.0' })).toThrow('HOST: must be a loopback address');
    expect(() => policy({}, { host: '192.168.1.5' })).toThrow('HOST');
    expect(() => policy({}, { environment: 'production' })).toThrow('API_KEYS: must be set in production');
  });

  it('boots in production with keys or for anonymous callers, and listens everywhere', () => {
    expect(policy({ apiKeys: ['k'] }, { environment: 'production' }).listenHost).toBeUndefined();
    const anonymous = policy({ allowAnonymous: true }, { environment: 'production', host: '0.0.0.0' });
    expect(anonymous.listenHost).toBe('0.0.0.0');
  });

  it('boots with JWTs instead of keys, and listens everywhere', () => {
    const { listenHost } = policy({ jwtSecret: 's'.repeat(32) }, { environment: 'production' });
    expect(listenHost).toBeUndefined();
    policy({ jwksUrl: 'https://id.example/jwks' }, { environment: 'production', host: '0.0.0.0' });
  });

  it('wants a key that it knows', async () => {
    const guarded = policy({ apiKeys: ['right'] });
    await expect(guarded.identify('right')).resolves.toMatchObject({ keyName: 'key-1' });
    await expect(guarded.identify('wrong')).rejects.toThrow(Unauthenticated);
    await expect(guarded.identify('three.word.key')).rejects.toThrow(Unauthenticated);
    await expect(guarded.identify(undefined)).rejects.toThrow('A key is needed');
  });

  it('lets anonymous callers use sessions, but not with a wrong key', async () => {
    const anonymous = policy({ allowAnonymous: true });
    await expect(anonymous.identify(undefined)).resolves.toEqual({
      kind: 'anonymous',
      tenantId: 'anonymous',
      scopes: ['session'],
      keyName: 'anonymous',
    });
    await expect(anonymous.identify('wrong')).rejects.toThrow(Unauthenticated);
  });
});
