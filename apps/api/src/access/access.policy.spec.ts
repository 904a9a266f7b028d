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
  it('is open in development without keys, on this machine only', () => {
    const open = policy({});
    expect(open.listenHost).toBe('127.0.0.1');
    expect(open.identify(undefined)).toMatchObject({ tenantId: 'default', scopes: SCOPES });
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

  it('wants a key that it knows', () => {
    const guarded = policy({ apiKeys: ['right'] });
    expect(guarded.identify('right').keyName).toBe('key-1');
    expect(() => guarded.identify('wrong')).toThrow(Unauthenticated);
    expect(() => guarded.identify(undefined)).toThrow('A key is needed');
  });

  it('lets anonymous callers use sessions, but not with a wrong key', () => {
    const anonymous = policy({ allowAnonymous: true });
    expect(anonymous.identify(undefined)).toEqual({
      tenantId: 'anonymous',
      scopes: ['session'],
      keyName: 'anonymous',
    });
    expect(() => anonymous.identify('wrong')).toThrow(Unauthenticated);
  });
});
