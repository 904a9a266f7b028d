import { accessSync, constants, mkdirSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { acquireLiveKit } from './acquire-livekit.ts';
import { buildWhenNeeded } from './build.ts';
import type { Ending } from './ending.ts';
import type { LiveKitSource } from './livekit-source.ts';
import { Parley } from './parley.ts';
import { livekitKeys, planParts, portWishes, shapeOf } from './parley-parts.ts';
import type { LogLevel } from './part-log.ts';
import { refuseTakenPorts } from './ports.ts';
import { readyBlock } from './ready-block.ts';
import { Refusal } from './refusal.ts';
import type { Settings } from './settings.ts';
import { readStatus, StatusFile } from './status-file.ts';
import { secondsSince } from './terminal.ts';
import type { Terminal } from './terminal.ts';
import { together } from './together.ts';

export interface RunOptions {
  /** When the person pressed Enter: an installation may lie between that and now. */
  beganAtMs?: number;
  /** From which level on the apps' log lines are shown. */
  shownLevel?: LogLevel;
  /** Works beside the parts until the run ends: the reload of `npm run dev`. */
  beside?: (parley: Parley, signal: AbortSignal) => Promise<void>;
}

/** `npm start`: everything up, kept up until the run is ended, everything down. */
export async function start(
  settings: Settings,
  terminal: Terminal,
  ending: Ending,
  { beganAtMs = Date.now(), shownLevel = 'warn', beside }: RunOptions = {},
): Promise<void> {
  const shape = shapeOf(settings);
  const keys = livekitKeys(settings);
  refuseReadOnlyData(settings);
  const refuseCompany = async () => {
    refuseSharedData(settings);
    for (const host of new Set([settings.host, settings.apiHost])) {
      await refuseTakenPorts(portWishes(settings, shape), host);
    }
  };
  await refuseCompany();
  const [livekit] = await together(
    ending.signal,
    (signal) => findRooms(settings, terminal, signal),
    (signal) => buildWhenNeeded(settings.root, terminal, signal),
  );
  // Once more: what was done in between takes a while, and somebody else may have done the same.
  await refuseCompany();
  const plans = await planParts(settings, shape, livekit, keys, shownLevel);

  const statusFile = new StatusFile(settings);
  process.once('exit', () => statusFile.remove());
  const parley = new Parley(plans, terminal, statusFile);
  try {
    await parley.start(ending.requested);
    if (ending.signal.aborted) return;
    // The reload watches before anybody is told to go ahead.
    const reloading = beside?.(parley, ending.signal);
    terminal.line(`\n${await readyBlock(settings, shape, livekit, secondsSince(beganAtMs))}\n`);
    ending.tell({ ready: true, apiUrl: `http://${settings.apiHost}:${settings.ports.api}` });
    await Promise.all([ending.requested, reloading]);
  } finally {
    await terminal.during('ending all parts', parley.stop());
  }
}

async function findRooms(
  settings: Settings,
  terminal: Terminal,
  signal: AbortSignal,
): Promise<LiveKitSource> {
  const { root, env, mode, ports } = settings;
  // Agents alone belong to a server that another launcher started, at the port both were given.
  const ours =
    mode === 'agent' && !env.LIVEKIT_URL ? { ...env, LIVEKIT_URL: `ws://127.0.0.1:${ports.livekit}` } : env;
  const source = await acquireLiveKit({ root, env: ours, terminal, signal });
  switch (source.kind) {
    case 'url':
      terminal.fact('livekit', source.url);
      break;
    case 'program':
      terminal.fact('livekit', `livekit-server ${source.version}: ${source.from.replace(homedir(), '~')}`);
      break;
    case 'container':
      terminal.fact('livekit', `container ${source.image}`);
      break;
    case 'none':
      terminal.fact(
        'livekit',
        'no server found, so there are no rooms: sessions and calls in rooms will not work. Tried:',
      );
      for (const reason of source.tried) terminal.fact('', `- ${reason}`);
      terminal.fact('', 'Set LIVEKIT_URL, put livekit-server 1.x on the PATH, or install Go 1.26 or Docker.');
  }
  return source;
}

/** Two runs in one data folder would write one database and one spool. */
function refuseSharedData({ dataDir, mode }: Settings): void {
  const other = readStatus(dataDir, mode);
  if (!other || other.launcherPid === process.pid) return;
  const where = other.parts.map(({ name, port }) => `${name} ${port}`).join(', ');
  throw new Refusal(
    `Another Parley (process ${other.launcherPid}; ${where}) uses ${dataDir}.\n` +
      'End it, or give this one a folder of its own with PARLEY_DATA_DIR.',
  );
}

function refuseReadOnlyData({ dataDir }: Settings): void {
  try {
    mkdirSync(join(dataDir, 'logs'), { recursive: true });
    accessSync(join(dataDir, 'logs'), constants.W_OK);
  } catch (error) {
    throw new Refusal(`Nothing can be kept in ${dataDir} (${String(error)}); PARLEY_DATA_DIR moves it.`);
  }
}
