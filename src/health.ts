import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import { readHealth } from './launcher/readiness.ts';
import { readSettings } from './launcher/settings.ts';
import type { Settings } from './launcher/settings.ts';
import { readStatus } from './launcher/status-file.ts';

const ROOT = resolve(import.meta.dirname, '..');

/** `npm run health`: asks every app whether it is ready, and ends with 1 when one is not. */
async function health(): Promise<number> {
  const settings = readSettings(ROOT, process.env);
  const apps = runningApps(settings);
  if (!apps.length)
    apps.push({ name: 'api', port: settings.ports.api }, { name: 'agent', port: settings.ports.agent });

  const rows = await Promise.all(
    apps.map(async ({ name, port }) => {
      const answer = await readHealth(`http://${settings.host}:${port}/health/ready`);
      const state = answer ? (answer.ok ? 'ready' : 'not ready') : 'no answer';
      const why = answer && !answer.ok ? `${answer.status} ${JSON.stringify(answer.body)}` : '';
      return {
        ready: answer?.ok ?? false,
        text: `${name.padEnd(10)} ${String(port).padEnd(6)} ${state.padEnd(10)} ${why}`,
      };
    }),
  );
  for (const { text } of rows) console.log(text.trimEnd());
  return rows.every(({ ready }) => ready) ? 0 : 1;
}

/** The apps of the launcher that runs here at the configured port; without one the configured ports are asked. */
function runningApps({ dataDir, ports }: Settings): { name: string; port: number }[] {
  const parts = readStatus(dataDir)?.parts ?? [];
  const agentsAlone = readStatus(dataDir, 'agent')?.parts ?? [];
  const ours = parts.some(({ name, port }) => name === 'api' && port === ports.api) ? parts : [];
  return [...ours, ...agentsAlone].filter(({ name }) => name !== 'livekit');
}

if (existsSync(resolve(ROOT, '.env'))) process.loadEnvFile(resolve(ROOT, '.env'));
process.exitCode = await health();
