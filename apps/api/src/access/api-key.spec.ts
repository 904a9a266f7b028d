import { createHash } from 'node:crypto';
import { findCaller, parseApiKeys } from './api-key.js';

const hash = (key: string) => `sha256-${createHash('sha256').update(key).digest('hex')}`;

describe(parseApiKeys.name, () => {
  it('gives a plain key every scope in the default tenant', () => {
    const caller = findCaller(parseApiKeys(['first', 'second']), 'second');
    expect(caller).toEqual({
      kind: 'key',
      tenantId: 'default',
      scopes: ['session', 'read', 'operate', 'admin'],
      keyName: 'key-2',
    });
  });

  it('gives a hashed key its name, scopes and tenant', () => {
    const keys = parseApiKeys([`robot:${hash('secret')}:session+read:acme:600`]);
    expect(findCaller(keys, 'secret')).toEqual({
      kind: 'key',
      tenantId: 'acme',
      scopes: ['session', 'read'],
      keyName: 'robot',
      requestsPerMinute: 600,
    });
    expect(findCaller(keys, 'Secret')).toBeUndefined();
    expect(findCaller(keys, '')).toBeUndefined();
    expect(findCaller(keys, hash('secret'))).toBeUndefined();
  });

  it.each([
    ['robot:secret:session', 'must look like'],
    [`robot:${hash('x')}`, 'has a scope other than'],
    [`robot:${hash('x')}:session+root`, 'has a scope other than'],
    [`robot:${hash('x')}:session:acme:often`, 'requests per minute'],
    [`robot:${hash('x')}:session:acme:1:more`, 'must look like'],
  ])('refuses an entry that is wrong, by its number and without its text', (entry, complaint) => {
    const parse = () => parseApiKeys(['fine', entry]);
    expect(parse).toThrow('API_KEYS: entry 2');
    expect(parse).toThrow(complaint);
    expect(parse).not.toThrow('robot');
  });
});
