import { fileURLToPath } from 'node:url';
import { LIVEKIT_IMAGE } from './livekit-source.ts';
import type { LiveKitSource } from './livekit-source.ts';
import { livekitKeys, planParts, portWishes, shapeOf } from './parley-parts.ts';
import { Refusal } from './refusal.ts';
import { readSettings } from './settings.ts';
import type { Mode } from './settings.ts';

const SERVER: LiveKitSource = {
  kind: 'program',
  path: '/bin/livekit-server',
  version: '1.11.0',
  from: 'here',
};
const ROOT = fileURLToPath(new URL('../..', import.meta.url));
const PORTS = { PORT: '28051', AGENT_PORT: '28052', SANDBOX_PORT: '28053', LIVEKIT_PORT: '28080' };

async function plan(env: NodeJS.ProcessEnv, source = SERVER, mode?: Mode) {
  const settings = readSettings(ROOT, { ...PORTS, AGENT_PROCESSES: '3', ...env }, mode);
  const keys = livekitKeys(settings);
  const plans = await planParts(settings, shapeOf(settings), source, keys);
  const named = (name: string) => plans.find((part) => part.name === name)?.program;
  return {
    names: plans.map(({ name, port }) => `${name} ${port}`),
    env: (name: string) => named(name)?.env ?? {},
    named,
  };
}

describe(planParts.name, () => {
  it('gives the first agent AGENT_PORT and the others the next ports that no part has', async () => {
    const { names, env } = await plan({});
    expect(names).toEqual([
      'livekit 28080',
      'sandbox 28053',
      'api 28051',
      'agent-1 28052',
      'agent-2 28054',
      'agent-3 28055',
    ]);
    expect(env('agent-2').AGENT_PORT).toBe('28054');
  });

  it('has agents give native memory back, unless it is told how', async () => {
    const { env } = await plan({ MALLOC_ARENA_MAX: '4' });
    expect(env('agent-1')).toMatchObject({ MALLOC_ARENA_MAX: '4' });
    expect((await plan({})).env('agent-1').MALLOC_ARENA_MAX).toBe('2');
  });

  it('tells every app where the others are, with keys of this run that all share', async () => {
    const { env } = await plan({});
    expect(env('agent-1')).toMatchObject({
      API_URL: 'http://127.0.0.1:28051',
      SANDBOX_URL: 'http://127.0.0.1:28053',
      LIVEKIT_URL: 'ws://127.0.0.1:28080',
      LIVEKIT_API_KEY: 'parley',
    });
    const secret = env('api').LIVEKIT_API_SECRET ?? '';
    expect(secret).toMatch(/^[0-9a-f]{64}$/);
    expect(env('livekit').LIVEKIT_KEYS).toBe(`parley: ${secret}`);
  });

  it('hides our environment from the LiveKit server, which has variables of the same names', async () => {
    const { named } = await plan({ LIVEKIT_CONFIG: 'x' });
    expect(named('livekit')?.args).toEqual([
      '--webhook.api_key',
      'parley',
      '--port',
      '28080',
      '--rtc.tcp_port',
      '28081',
      '--udp-port',
      '28082',
    ]);
    const env = named('livekit')?.env ?? {};
    expect(Object.keys(env).sort()).toEqual(['HOME', 'LIVEKIT_CONFIG', 'LIVEKIT_KEYS', 'PATH']);
    expect(env.LIVEKIT_CONFIG).not.toBe('x');
  });

  it('tells the LiveKit server where the api of this run takes webhooks, and which key signs them', async () => {
    const { named } = await plan({ LIVEKIT_API_KEY: 'ours', LIVEKIT_API_SECRET: 'secret' });
    expect(named('livekit')?.env?.LIVEKIT_CONFIG).toContain(
      'urls: [http://127.0.0.1:28051/webhooks/livekit]',
    );
    expect(named('livekit')?.args.slice(0, 2)).toEqual(['--webhook.api_key', 'ours']);
  });

  it('removes the container of a LiveKit server that runs in Docker', async () => {
    const { named } = await plan({}, { kind: 'container', image: LIVEKIT_IMAGE });
    expect(named('livekit')).toMatchObject({
      command: 'docker',
      after: ['docker', 'rm', '--force', 'parley-livekit-28080'],
    });
    expect(named('livekit')?.args.join(' ')).not.toContain('parley: ');
  });

  it('moves database and spool with the data folder, unless they have places of their own', async () => {
    const { env } = await plan({ PARLEY_DATA_DIR: '/elsewhere', SPOOL_DIR: '/spool' });
    expect(env('api')).toMatchObject({ DATABASE_URL: 'sqlite:/elsewhere/parley.db', SPOOL_DIR: '/spool' });
    expect((await plan({})).env('api')).not.toHaveProperty('DATABASE_URL');
  });

  it('starts no agents without rooms', async () => {
    expect((await plan({}, { kind: 'none', tried: [] })).names).toEqual(['sandbox 28053', 'api 28051']);
  });

  it('starts neither sandbox nor LiveKit in production, nor what is said to be elsewhere', () => {
    const shape = (env: NodeJS.ProcessEnv) => shapeOf(readSettings('/parley', env));
    expect(shape({ NODE_ENV: 'production' })).toEqual({
      api: true,
      agents: true,
      sandbox: false,
      livekit: false,
    });
    expect(shape({ LIVEKIT_URL: 'wss://x', SANDBOX_URL: 'http://x' })).toMatchObject({
      sandbox: false,
      livekit: false,
    });
  });

  it('starts agents alone beside a Parley whose keys are known', async () => {
    const keys = { LIVEKIT_API_KEY: 'key', LIVEKIT_API_SECRET: 'secret' };
    const { names, env } = await plan(keys, { kind: 'url', url: 'ws://127.0.0.1:28080' }, 'agent');
    expect(names).toEqual(['agent-1 28052', 'agent-2 28054', 'agent-3 28055']);
    expect(env('agent-1')).toMatchObject({ ...keys, SANDBOX_URL: 'http://127.0.0.1:28053' });
    await expect(plan({}, SERVER, 'agent')).rejects.toThrow(
      /LIVEKIT_API_KEY and LIVEKIT_API_SECRET must be set/,
    );
  });
});

describe(readSettings.name, () => {
  it('names a variable that does not fit', () => {
    expect(() => readSettings('/parley', { AGENT_PORT: 'many' })).toThrow(Refusal);
    expect(() => readSettings('/parley', { AGENT_PORT: 'many' })).toThrow(
      /AGENT_PORT must be a whole number from 1 to/,
    );
  });

  it('takes the alias of PORT, and an empty variable as none', () => {
    const { ports } = readSettings('/parley', { PORT: ' ', API_SERVER_PORT: '4000' });
    expect(ports).toMatchObject({ api: 4000, sandbox: 3053 });
  });

  it('wants three ports in a row for LiveKit', () => {
    const settings = readSettings('/parley', PORTS);
    const wishes = portWishes(settings, shapeOf(settings)).filter(
      ({ variable }) => variable === 'LIVEKIT_PORT',
    );
    expect(wishes.map(({ port, protocol }) => `${port}/${protocol}`)).toEqual([
      '28080/tcp',
      '28081/tcp',
      '28082/udp',
    ]);
  });
});
