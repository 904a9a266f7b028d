import { randomBytes } from 'node:crypto';
import { join } from 'node:path';
import { livekitPart } from './livekit-part.ts';
import type { LiveKitKeys } from './livekit-part.ts';
import type { LiveKitSource } from './livekit-source.ts';
import { readAppLine } from './log-lines.ts';
import type { LogLevel } from './part-log.ts';
import type { PartPlan } from './part.ts';
import { nextFreePorts } from './ports.ts';
import type { PortWish } from './ports.ts';
import { Refusal } from './refusal.ts';
import { given, LIVEKIT_TCP_OFFSET, LIVEKIT_UDP_OFFSET } from './settings.ts';
import type { Settings } from './settings.ts';

/** Beyond the grace that an app gives its talks, for closing what is left. */
const CLOSING_MS = 2000;

export type AppName = 'api' | 'agent' | 'sandbox';

/** Which parts this run is made of. */
export interface Shape {
  api: boolean;
  agents: boolean;
  sandbox: boolean;
  livekit: boolean;
}

export function shapeOf({ mode, production, env }: Settings): Shape {
  const both = mode !== 'agent';
  return {
    api: both,
    agents: mode !== 'api',
    sandbox: both && !production && !given(env, 'SANDBOX_URL'),
    livekit: both && !production && !given(env, 'LIVEKIT_URL'),
  };
}

/** The ports this run needs, all of which must be free before anything starts. */
export function portWishes({ ports }: Settings, shape: Shape): PortWish[] {
  const tcp = (use: string, port: number, variable: string): PortWish => ({
    port,
    protocol: 'tcp',
    use,
    variable,
  });
  const livekit: PortWish[] = [
    tcp('LiveKit', ports.livekit, 'LIVEKIT_PORT'),
    tcp('LiveKit media', ports.livekit + LIVEKIT_TCP_OFFSET, 'LIVEKIT_PORT'),
    { ...tcp('LiveKit media', ports.livekit + LIVEKIT_UDP_OFFSET, 'LIVEKIT_PORT'), protocol: 'udp' },
  ];
  return [
    ...(shape.livekit ? livekit : []),
    ...(shape.sandbox ? [tcp('sandbox', ports.sandbox, 'SANDBOX_PORT')] : []),
    ...(shape.api ? [tcp('api', ports.api, 'PORT')] : []),
    ...(shape.agents ? [tcp('agent', ports.agent, 'AGENT_PORT')] : []),
  ];
}

/** The keys that were given, else some for this run. @throws Refusal when only a given pair can be right. */
export function livekitKeys({ env, mode }: Settings): LiveKitKeys {
  const key = given(env, 'LIVEKIT_API_KEY');
  const secret = given(env, 'LIVEKIT_API_SECRET');
  if (key && secret) return { key, secret };
  if (given(env, 'LIVEKIT_URL') || mode === 'agent') {
    const why =
      mode === 'agent' ? 'Agents alone join a LiveKit server that runs already' : 'LIVEKIT_URL is set';
    throw new Refusal(`${why}: LIVEKIT_API_KEY and LIVEKIT_API_SECRET must be set too.`);
  }
  return { key: key ?? 'parley', secret: secret ?? randomBytes(32).toString('hex') };
}

/**
 * For glibc's malloc, which others ignore: the threads of the media stack come and go with every room, and in the eight heaps a core
 * that they would get memory stays behind.
 */
const NATIVE_HEAPS = '2';

/** All parts in the order they start in. */
export async function planParts(
  settings: Settings,
  shape: Shape,
  livekit: LiveKitSource,
  keys: LiveKitKeys,
  shownLevel: LogLevel = 'warn',
): Promise<PartPlan[]> {
  const { ports, host, apiHost } = settings;
  const env = appEnvironment(settings, shape, livekit, keys);
  const app = (name: string, kind: AppName, port: number, own: NodeJS.ProcessEnv): PartPlan => ({
    name,
    program: {
      command: process.execPath,
      args: [
        '--enable-source-maps',
        '--disable-warning=ExperimentalWarning',
        `dist/apps/${kind}/src/main.js`,
      ],
      cwd: settings.root,
      env: { ...env, ...own },
    },
    port,
    readyUrl: `http://${kind === 'api' ? apiHost : host}:${port}/health/ready`,
    stopGraceMs: settings.shutdownGraceMs + CLOSING_MS,
    // There is no other agent left that could take its talks over.
    ...(kind === 'agent' && { stopSignal: 'SIGINT' as const }),
    logFile: join(settings.dataDir, 'logs', `${name}.log`),
    readLine: readAppLine(shownLevel),
  });

  const plans: PartPlan[] = [];
  const server = livekitPart(settings, livekit, keys);
  if (server) plans.push(server);
  if (shape.sandbox) plans.push(app('sandbox', 'sandbox', ports.sandbox, {}));
  if (shape.api) plans.push(app('api', 'api', ports.api, forDevices(settings, shape)));
  // Without rooms an agent has nowhere to be.
  if (shape.agents && livekit.kind !== 'none') {
    const others = [...portWishes(settings, shape).map(({ port }) => port), ports.api, ports.sandbox];
    const further = await nextFreePorts(ports.agent + 1, settings.agentProcesses - 1, others, host);
    [ports.agent, ...further].forEach((port, index) => {
      const heaps = given(env, 'MALLOC_ARENA_MAX') ?? NATIVE_HEAPS;
      const own = { AGENT_PORT: String(port), MALLOC_ARENA_MAX: heaps };
      plans.push(app(`agent-${index + 1}`, 'agent', port, own));
    });
  }
  return plans;
}

/** Where agents and callers reach LiveKit, undefined without rooms. */
export function livekitUrl({ ports }: Settings, source: LiveKitSource): string | undefined {
  if (source.kind === 'none') return undefined;
  return source.kind === 'url' ? source.url : `ws://127.0.0.1:${ports.livekit}`;
}

function appEnvironment(
  settings: Settings,
  shape: Shape,
  livekit: LiveKitSource,
  keys: LiveKitKeys,
): NodeJS.ProcessEnv {
  const { env, ports, host, apiHost, lan } = settings;
  return {
    // What V8 has compiled once: a fifth less work at every start.
    NODE_COMPILE_CACHE: join(settings.root, 'node_modules', '.cache', 'v8'),
    ...env,
    // The launcher reads the apps' logs, so they come as JSON; a person reads what it makes of them.
    LOG_FORMAT: 'json',
    SHUTDOWN_GRACE_MS: String(settings.shutdownGraceMs),
    ...(given(env, 'PARLEY_DATA_DIR') && dataFolders(settings)),
    PORT: String(ports.api),
    AGENT_PORT: String(ports.agent),
    SANDBOX_PORT: String(ports.sandbox),
    ...(lan && { HOST: host }),
    API_URL: given(env, 'API_URL') ?? `http://${apiHost}:${ports.api}`,
    SANDBOX_URL:
      shape.sandbox || simulatesBeside(settings) ? `http://${host}:${ports.sandbox}` : env.SANDBOX_URL,
    LIVEKIT_URL: livekitUrl(settings, livekit),
    LIVEKIT_API_KEY: keys.key,
    LIVEKIT_API_SECRET: keys.secret,
  };
}

/** What makes the api serve others in the network, for this run: the seeds' apps send no credentials. */
function forDevices({ lan, ports }: Settings, shape: Shape): NodeJS.ProcessEnv {
  if (!lan) return {};
  return {
    HOST: lan.address,
    ALLOW_ANONYMOUS: 'true',
    ...(shape.livekit && { LIVEKIT_PUBLIC_URL: `ws://${lan.address}:${ports.livekit}` }),
  };
}

/** Agents alone use the sandbox of the api they belong to. */
function simulatesBeside({ mode, production, env }: Settings): boolean {
  return mode === 'agent' && !production && !given(env, 'SANDBOX_URL');
}

/** Moving the data folder moves all in it that was not moved by its own variable. */
function dataFolders({ env, dataDir }: Settings): NodeJS.ProcessEnv {
  return {
    DATABASE_URL: given(env, 'DATABASE_URL') ?? `sqlite:${join(dataDir, 'parley.db')}`,
    SPOOL_DIR: given(env, 'SPOOL_DIR') ?? join(dataDir, 'spool'),
    RECORDINGS_DIR: given(env, 'RECORDINGS_DIR') ?? join(dataDir, 'recordings'),
  };
}
