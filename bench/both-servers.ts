import { createHash } from 'node:crypto';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { RoomServiceClient } from 'livekit-server-sdk';
import { startParley } from '../src/launcher/start-parley.ts';
import { elsewhere } from '../test/elsewhere.ts';
import { freePorts } from '../test/free-ports.ts';
import { LIVEKIT_KEYS } from './livekit-keys.ts';
import { Served } from './served.ts';

const API = fileURLToPath(new URL('../dist/apps/api/src/main.js', import.meta.url));
const BASELINE = fileURLToPath(new URL('baseline/express.ts', import.meta.url));
/** Of a server that starts sessions for many people: an address whose key may only talk has ten of them. */
const KEY = 'a-key-of-the-benchmark';
/** More than can be asked: the limit is looked at with every request and never reached. */
const REQUESTS_A_MINUTE = 1_000_000;
const SCRAPE_EVERY_MS = 5_000;

export interface BothServers {
  /** As it is in production by default: key check, limits, log to a file, metrics scraped, sessions stored durably. */
  ours: Served;
  baseline: Served;
  /** For ours. */
  headers: Record<string, string>;
  /** Where ours writes its log. */
  log: string;
  /** For whoever asks the LiveKit server of both. */
  rooms: RoomServiceClient;
}

/**
 * Both, beside a LiveKit server and a simulated OpenAI of their own. No agent answers to the name they dispatch.
 *
 * @param more Set for ours beside that.
 */
export async function withBothServers<T>(
  work: (servers: BothServers) => Promise<T>,
  more: Record<string, string> = {},
): Promise<T> {
  const folder = await mkdtemp(join(tmpdir(), 'parley-bench-'));
  const env = { ...(await elsewhere(folder)), ...LIVEKIT_KEYS, AGENT_PROCESSES: '1' };
  const parley = await startParley({ quiet: true, env });
  const closing: (() => Promise<void>)[] = [];
  try {
    const first = await freePorts(2);
    const livekit = {
      ...LIVEKIT_KEYS,
      LIVEKIT_URL: `ws://127.0.0.1:${env.LIVEKIT_PORT}`,
      AGENT_NAME: 'nobody',
    };
    const log = join(folder, 'api.log');
    const ours = await Served.start({
      program: [API],
      env: {
        ...livekit,
        NODE_ENV: 'production',
        HOST: '127.0.0.1',
        API_KEYS: `bench:sha256-${createHash('sha256').update(KEY).digest('hex')}:session+read+operate:bench:${REQUESTS_A_MINUTE}`,
        OPENAI_API_KEY: 'sk-of-the-benchmark',
        OPENAI_BASE_URL: `http://127.0.0.1:${env.SANDBOX_PORT}/openai/v1`,
        DATABASE_URL: `sqlite:${join(folder, 'bench.db')}`,
        SANDBOX_URL: '',
        ...more,
      },
      ...{ port: first, ready: '/health/ready', log },
    });
    closing.push(() => ours.close());
    const scraping = setInterval(() => void scrape(ours), SCRAPE_EVERY_MS);
    closing.push(() => Promise.resolve(clearInterval(scraping)));
    const baseline = await Served.start({
      program: [BASELINE],
      env: { ...livekit, NODE_ENV: 'production' },
      ...{ port: first + 1, ready: '/token', log: join(folder, 'baseline.log') },
    });
    closing.push(() => baseline.close());
    const rooms = new RoomServiceClient(
      livekit.LIVEKIT_URL.replace(/^ws/, 'http'),
      LIVEKIT_KEYS.LIVEKIT_API_KEY,
      LIVEKIT_KEYS.LIVEKIT_API_SECRET,
    );
    return await work({ ours, baseline, headers: { Authorization: `Bearer ${KEY}` }, log, rooms });
  } finally {
    for (const close of closing.reverse()) await close();
    await parley.stop();
    await rm(folder, { recursive: true, force: true });
  }
}

/** A scrape that fails is one that a Prometheus would make again. */
async function scrape({ url }: Served): Promise<void> {
  await fetch(`${url}/metrics`)
    .then((answer) => answer.text())
    .catch(() => undefined);
}

/** How many lines there are: one a request, or the log is not on. */
export async function linesOf(file: string): Promise<number> {
  return (await readFile(file, 'utf8')).split('\n').length - 1;
}
