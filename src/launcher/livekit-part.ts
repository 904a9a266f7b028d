import { join } from 'node:path';
import type { Program } from './leashed.ts';
import type { LiveKitSource } from './livekit-source.ts';
import { readLiveKitLine } from './log-lines.ts';
import type { PartPlan } from './part.ts';
import { LIVEKIT_TCP_OFFSET, LIVEKIT_UDP_OFFSET } from './settings.ts';
import type { Settings } from './settings.ts';

/** A server asked to end waits for its participants to leave, who have been told to by then. */
const STOP_GRACE_MS = 1000;

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
    args: ['--config', configFile(settings), ...portFlags(settings)],
    // Nothing else of our environment: the server reads dozens of LIVEKIT_ variables, LIVEKIT_PORT among them.
    env: { PATH, HOME, LIVEKIT_KEYS: keyLine(keys) },
  };
}

function container(settings: Settings, image: string, keys: LiveKitKeys): Program {
  const name = `parley-livekit-${settings.ports.livekit}`;
  return {
    command: 'docker',
    args: [
      ...['run', '--rm', '--name', name, '--network', 'host', '--env', 'LIVEKIT_KEYS'],
      ...['--volume', `${configFile(settings)}:/livekit.yaml:ro`, image],
      ...['--config', '/livekit.yaml', ...portFlags(settings)],
    ],
    env: { ...settings.env, LIVEKIT_KEYS: keyLine(keys) },
    // The container belongs to the daemon; the client's death alone would leave it running.
    after: ['docker', 'rm', '--force', name],
  };
}

function portFlags({ ports: { livekit } }: Settings): string[] {
  return [
    ...['--port', String(livekit)],
    ...['--rtc.tcp_port', String(livekit + LIVEKIT_TCP_OFFSET)],
    ...['--udp-port', String(livekit + LIVEKIT_UDP_OFFSET)],
  ];
}

function configFile({ root }: Settings): string {
  return join(root, 'deploy', 'livekit.yaml');
}

function keyLine({ key, secret }: LiveKitKeys): string {
  return `${key}: ${secret}`;
}
