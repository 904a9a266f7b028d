import { OutgoingConfig, outgoingConfig } from './outgoing.config.js';

describe(OutgoingConfig.name, () => {
  const { NODE_ENV } = process.env;
  const read = (variables: Record<string, string>) => {
    Object.assign(process.env, variables);
    return outgoingConfig.useFactory() as OutgoingConfig;
  };

  afterEach(() => {
    process.env.NODE_ENV = NODE_ENV;
    delete process.env.OUTGOING_TO_LOOPBACK;
  });

  it('lets nothing lead to this machine unless somebody says so', () => {
    expect(read({}).toLoopback).toBeUndefined();
    expect(read({ OUTGOING_TO_LOOPBACK: 'true' }).toLoopback).toBe(true);
  });

  it('never in production', () => {
    expect(() => read({ NODE_ENV: 'production', OUTGOING_TO_LOOPBACK: 'true' })).toThrow(
      'OUTGOING_TO_LOOPBACK: must not be set in production',
    );
    expect(read({ NODE_ENV: 'production', OUTGOING_TO_LOOPBACK: '' }).toLoopback).toBeUndefined();
  });
});
