import { homedir } from 'node:os';
import { join } from 'node:path';
import { ask } from './run-tool.ts';
import { given } from './settings.ts';
import type { Terminal } from './terminal.ts';

/** The one version that is pinned everywhere. */
export const LIVEKIT_VERSION = '1.11.0';
export const LIVEKIT_IMAGE = `livekit/livekit-server:v${LIVEKIT_VERSION}`;

/** Where rooms come from. */
export type LiveKitSource =
  | { kind: 'url'; url: string }
  | { kind: 'program'; path: string; version: string; from: string }
  | { kind: 'container'; image: string }
  | { kind: 'none'; tried: string[] };

/** What each way to a LiveKit server is given. */
export interface Acquisition {
  root: string;
  env: NodeJS.ProcessEnv;
  terminal: Terminal;
  signal: AbortSignal;
}

/** Where a server is kept once it was downloaded or built. */
export function cachedServer(env: NodeJS.ProcessEnv): string {
  const cache = given(env, 'XDG_CACHE_HOME') ?? join(given(env, 'HOME') ?? homedir(), '.cache');
  return join(cache, 'parley', `livekit-server-${LIVEKIT_VERSION}`);
}

/** `1.11.0`, or undefined when the file is no LiveKit server that runs here. */
export async function serverVersion(path: string, env: NodeJS.ProcessEnv): Promise<string | undefined> {
  return /version v?(\d+\.\d+\.\d+)/.exec((await ask(path, ['--version'], env)) ?? '')?.[1];
}
