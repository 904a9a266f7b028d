import { availableParallelism } from 'node:os';
import { resolve } from 'node:path';
import { findLan } from './lan.ts';
import type { Lan } from './lan.ts';
import { Refusal } from './refusal.ts';

export type Mode = 'api' | 'agent' | 'both';

/** What the launcher itself takes from the environment. Everything else is the apps' and only passed on. */
export interface Settings {
  root: string;
  mode: Mode;
  production: boolean;
  /** Logs, spools, the database and the status file. */
  dataDir: string;
  /** Where the apps are reached from this machine. */
  host: string;
  /** Where the api is: in the network, when devices there are served. */
  apiHost: string;
  /** Set when devices in the same network are served. */
  lan?: Lan;
  ports: { api: number; agent: number; sandbox: number; livekit: number };
  agentProcesses: number;
  /** How long a talk may take to come to its end when Parley is stopped. */
  shutdownGraceMs: number;
  env: NodeJS.ProcessEnv;
}

/** LiveKit takes three ports in a row: signalling, media over TCP, media over UDP. */
export const LIVEKIT_TCP_OFFSET = 1;
export const LIVEKIT_UDP_OFFSET = 2;

export function readSettings(
  root: string,
  env: NodeJS.ProcessEnv,
  mode: Mode = 'both',
  { lan: wantsLan = false } = {},
): Settings {
  const production = env.NODE_ENV === 'production';
  if (wantsLan && production)
    throw new Refusal('--lan is for development: it lets everybody in the network in.');
  const lan = wantsLan ? findLan(given(env, 'HOST')) : undefined;
  // In a network the api alone is reached by others; agents and sandbox stay where only this machine is.
  const host = lan ? '127.0.0.1' : reachable(given(env, 'HOST'));
  return {
    root,
    mode,
    production,
    dataDir: resolve(root, given(env, 'PARLEY_DATA_DIR') ?? 'data'),
    host,
    apiHost: lan?.address ?? host,
    ...(lan && { lan }),
    ports: {
      api: given(env, 'PORT') ? port(env, 'PORT', 3051) : port(env, 'API_SERVER_PORT', 3051),
      agent: port(env, 'AGENT_PORT', 3052),
      sandbox: port(env, 'SANDBOX_PORT', 3053),
      livekit: port(env, 'LIVEKIT_PORT', 7880),
    },
    agentProcesses: whole(env, 'AGENT_PROCESSES', Math.max(2, availableParallelism()), 1, 64),
    shutdownGraceMs: whole(env, 'SHUTDOWN_GRACE_MS', production ? 30_000 : 5_000, 0, 600_000),
    env,
  };
}

/** A variable's value; an empty one counts as not set, as it does in the apps. */
export function given(env: NodeJS.ProcessEnv, name: string): string | undefined {
  return env[name]?.trim() || undefined;
}

function reachable(host: string | undefined): string {
  return !host || host === '0.0.0.0' || host === '::' || host === 'localhost' ? '127.0.0.1' : host;
}

function port(env: NodeJS.ProcessEnv, name: string, fallback: number): number {
  return whole(env, name, fallback, 1, 65_535 - LIVEKIT_UDP_OFFSET);
}

function whole(env: NodeJS.ProcessEnv, name: string, fallback: number, min: number, max: number): number {
  const text = given(env, name);
  if (text === undefined) return fallback;
  const value = Number(text);
  if (Number.isInteger(value) && value >= min && value <= max) return value;
  throw new Refusal(`${name} must be a whole number from ${min} to ${max}.`);
}
