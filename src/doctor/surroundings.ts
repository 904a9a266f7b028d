import { Refusal } from '../launcher/refusal.ts';
import { given, readSettings } from '../launcher/settings.ts';
import { readStatus } from '../launcher/status-file.ts';
import type { Surroundings } from './check.ts';

/** What the checks look at. Settings that the launcher refuses are a finding, and no reason to look at nothing else. */
export function readSurroundings(root: string, env: NodeJS.ProcessEnv): Surroundings {
  const { settings, refusal } = settingsOr(root, env);
  const running = (['both', 'agent'] as const).flatMap(
    (mode) => readStatus(settings.dataDir, mode)?.parts ?? [],
  );
  return { root, env, settings, running, ...(refusal !== undefined && { refusal }) };
}

function settingsOr(root: string, env: NodeJS.ProcessEnv) {
  try {
    return { settings: readSettings(root, env) };
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    const { NODE_ENV, PARLEY_DATA_DIR } = env;
    return { settings: readSettings(root, { NODE_ENV, PARLEY_DATA_DIR }), refusal: error.message };
  }
}

/** Where the api is asked: as agents find it, else where this folder's settings put it. */
export function apiUrl({ env, settings: { apiHost, ports } }: Surroundings): string {
  return given(env, 'API_URL')?.replace(/\/+$/, '') ?? `http://${apiHost}:${ports.api}`;
}
