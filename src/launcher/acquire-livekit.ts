import { accessSync, constants, statSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { buildWithGo } from './livekit-from-go.ts';
import { downloadRelease } from './livekit-release.ts';
import { cachedServer, LIVEKIT_IMAGE, LIVEKIT_VERSION, serverVersion } from './livekit-source.ts';
import type { Acquisition, LiveKitSource } from './livekit-source.ts';
import { ask, runTool } from './run-tool.ts';
import { given } from './settings.ts';

const PULL_LIMIT_MS = 300_000;

/** A way to a server: finds one, or says in a few words why it does not. */
type Way = (acquisition: Acquisition) => Promise<LiveKitSource | string>;

const WAYS: Way[] = [onPath, inCache, (acquisition) => downloadRelease(acquisition), buildWithGo, inDocker];

/** Finds, downloads or builds a LiveKit server: the first of the ways that leads to one. Each has its own time limit. */
export async function acquireLiveKit(acquisition: Acquisition, ways: Way[] = WAYS): Promise<LiveKitSource> {
  const url = given(acquisition.env, 'LIVEKIT_URL');
  if (url) return { kind: 'url', url };
  if (acquisition.env.NODE_ENV === 'production') {
    return {
      kind: 'none',
      tried: ['LIVEKIT_URL is not set, and in production Parley starts no server of its own'],
    };
  }
  const tried: string[] = [];
  for (const way of ways) {
    const outcome = await way(acquisition).catch((error: unknown) => String(error));
    acquisition.signal.throwIfAborted();
    if (typeof outcome !== 'string') return outcome;
    tried.push(outcome);
  }
  return { kind: 'none', tried };
}

export async function onPath({ env }: Acquisition): Promise<LiveKitSource | string> {
  const path = (env.PATH ?? '')
    .split(delimiter)
    .filter(Boolean)
    .map((folder) => join(folder, 'livekit-server'))
    .find(isExecutable);
  if (!path) return 'no livekit-server on the PATH';
  const version = await serverVersion(path, env);
  if (!version) return `${path} does not say its version`;
  if (!version.startsWith('1.')) return `${path} is version ${version}, not 1.x`;
  return {
    kind: 'program',
    path,
    version,
    from: version === LIVEKIT_VERSION ? path : `${path}, tested is ${LIVEKIT_VERSION}`,
  };
}

export async function inCache({ env }: Acquisition): Promise<LiveKitSource | string> {
  const path = cachedServer(env);
  if (!isExecutable(path)) return `nothing at ${path}`;
  const version = await serverVersion(path, env);
  return version ? { kind: 'program', path, version, from: path } : `${path} does not run here`;
}

export async function inDocker({ env, terminal, signal }: Acquisition): Promise<LiveKitSource | string> {
  if (!(await ask('docker', ['version', '--format', '{{.Server.Version}}'], env)))
    return 'no Docker daemon answers';
  if (!(await ask('docker', ['image', 'inspect', '--format', '{{.Id}}', LIVEKIT_IMAGE], env))) {
    const pull = runTool({ command: 'docker', args: ['pull', LIVEKIT_IMAGE], env }, PULL_LIMIT_MS, signal);
    const pulled = await terminal.during(`pulling ${LIVEKIT_IMAGE}`, pull);
    if (!pulled.ok) return `docker pull ${pulled.how}: ${pulled.output.trim().split('\n').at(-1)}`;
  }
  return { kind: 'container', image: LIVEKIT_IMAGE };
}

function isExecutable(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return statSync(path).isFile();
  } catch {
    return false;
  }
}
