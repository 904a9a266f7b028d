import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { livekitConfigFor } from './lan.ts';
import type { Program } from './leashed.ts';
import type { LiveKitSource } from './livekit-source.ts';
import { readLiveKitLine } from './log-lines.ts';
import type { PartPlan } from './part.ts';
import { LIVEKIT_TCP_OFFSET, LIVEKIT_UDP_OFFSET } from './settings.ts';
import type { Settings } from './settings.ts';

/** A server asked to end waits for its participants to leave, who have been told to by then. */
const STOP_GRACE_MS = 1000;
/** The api as deploy/livekit.yaml has it. */
const DEFAULT_API = 'http://127.0.0.1:3051';

export interface LiveKitKeys {
  key: string;
  secret: string;
}

/** The LiveKit server as a part, undefined when it runs elsewhere or not at all. */
export function livekitPart(
  settings: Settings,
  source: LiveKitSource,
  keys: LiveKitKeys,
): PartPlan | undefined {
  if (source.kind !== 'program' && source.kind !== 'container') return undefined;
  const port = settings.ports.livekit;
  return {
    name: 'livekit',
    program:
      source.kind === 'program'
        ? ownProgram(settings, source.path, keys)
        : container(settings, source.image, keys),
    port,
    readyUrl: `http://127.0.0.1:${port}/`,
    stopGraceMs: STOP_GRACE_MS,
    logFile: join(settings.dataDir, 'logs', 'livekit.log'),
    readLine: readLiveKitLine,
  };
}

function ownProgram(settings: Settings, path: string, keys: LiveKitKeys): Program {
  const { PATH, HOME } = settings.env;
  return {
    command: path,
    args: flags(settings, keys),
    // Nothing else of our environment: the server reads dozens of LIVEKIT_ variables, LIVEKIT_PORT among them.
    env: { PATH, HOME, ...handedOver(settings, keys) },
  };
}

function container(settings: Settings, image: string, keys: LiveKitKeys): Program {
  const name = `parley-livekit-${settings.ports.livekit}`;
  return {
    command: 'docker',
    args: [
      ...['run', '--rm', '--name', name, '--network', 'host'],
      ...['--env', 'LIVEKIT_KEYS', '--env', 'LIVEKIT_CONFIG', image],
      ...flags(settings, keys),
    ],
    env: { ...settings.env, ...handedOver(settings, keys) },
    // The container belongs to the daemon; the client's death alone would leave it running.
    after: ['docker', 'rm', '--force', name],
  };
}

function flags({ ports: { livekit } }: Settings, { key }: LiveKitKeys): string[] {
  return [
    ...['--webhook.api_key', key],
    ...['--port', String(livekit)],
    ...['--rtc.tcp_port', String(livekit + LIVEKIT_TCP_OFFSET)],
    ...['--udp-port', String(livekit + LIVEKIT_UDP_OFFSET)],
  ];
}

function handedOver(settings: Settings, { key, secret }: LiveKitKeys) {
  return { LIVEKIT_KEYS: `${key}: ${secret}`, LIVEKIT_CONFIG: configOf(settings) };
}

/** The one configuration file, with the api of this run in it: there is no flag for the addresses of webhooks. */
function configOf({ root, apiHost, lan, ports }: Settings): string {
  const config = readFileSync(join(root, 'deploy', 'livekit.yaml'), 'utf8');
  const ofThisRun = config.replace(DEFAULT_API, `http://${apiHost}:${ports.api}`);
  return lan ? livekitConfigFor(lan, ofThisRun) : ofThisRun;
}
