import { ask, NoAnswer } from '../ask.ts';
import type { Answer } from '../ask.ts';
import type { Check, Surroundings } from '../check.ts';
import { ok, warning, wrong } from '../finding.ts';
import type { Verdict } from '../finding.ts';
import { inCache, onPath } from '../../launcher/acquire-livekit.ts';
import { LIVEKIT_VERSION } from '../../launcher/livekit-source.ts';
import { given } from '../../launcher/settings.ts';
import { Terminal } from '../../launcher/terminal.ts';
import { listRooms, withScheme, workerVersion } from '../livekit-server.ts';
import type { LivekitAccess } from '../livekit-server.ts';

const OWN_KEYS = 'LIVEKIT_API_KEY, LIVEKIT_API_SECRET';
/** LiveKit takes a token that is a minute from the future or the past, and no other. */
const CLOCK_LIMIT_MS = 60_000;
const CLOCK_WARNING_MS = 10_000;

/** The LiveKit server takes our key, and is one that we know. */
export const livekit: Check = {
  part: 'livekit',
  deadlineMs: 15_000,
  look: (surroundings, signal) => {
    const url = given(surroundings.env, 'LIVEKIT_URL');
    return url ? givenServer(url, surroundings, signal) : ownServer(surroundings, signal);
  },
};

async function givenServer(url: string, { env }: Surroundings, signal: AbortSignal): Promise<Verdict[]> {
  const [apiKey, apiSecret] = [given(env, 'LIVEKIT_API_KEY'), given(env, 'LIVEKIT_API_SECRET')];
  if (!apiKey || !apiSecret)
    return [
      wrong('LIVEKIT_URL is set, its keys are not', `set ${OWN_KEYS} to a pair that this server knows`),
    ];
  if (!/^(ws|http)s?:\/\/[^/]/i.test(url))
    return [
      wrong('LIVEKIT_URL is no address of a server', 'it begins with ws://, wss://, http:// or https://'),
    ];
  const access = { url, apiKey, apiSecret };
  try {
    const answer = await listRooms(access, signal);
    return answer.status === 200 ? await wellKnown(access, answer, signal) : [refusal(answer, url)];
  } catch (error) {
    if (!(error instanceof NoAnswer)) throw error;
    const cure =
      'look whether the server is up and LIVEKIT_URL names its address and signalling port (7880 by default)';
    return [wrong(`LiveKit does not answer at ${url} (${error.reason})`, cure)];
  }
}

async function wellKnown(access: LivekitAccess, answer: Answer, signal: AbortSignal): Promise<Verdict[]> {
  const clock = clockVerdict(answer);
  const version = await workerVersion(access, signal).catch(() => undefined);
  if (version === undefined) {
    const cure = 'let the way to LIVEKIT_URL pass WebSockets on the path /agent';
    return [wrong('LiveKit answers, and lets no agent register', cure)];
  }
  const isOther = !version.startsWith('1.') || older(version, LIVEKIT_VERSION);
  const verdicts = [
    ...(clock ? [clock] : []),
    ...(isOther
      ? [warning(`livekit-server is ${version}`, `${LIVEKIT_VERSION} is tested: put it behind LIVEKIT_URL`)]
      : []),
  ];
  return verdicts.length
    ? verdicts
    : [ok(`livekit-server ${version} at ${access.url} takes the key, lists rooms, registers agents`)];
}

function refusal(answer: Answer, url: string): Verdict {
  const { status, text } = answer;
  const clock = status === 401 ? clockVerdict(answer) : undefined;
  if (clock?.state === 'wrong') return clock;
  if (status === 401 && /invalid API key/i.test(text))
    return wrong('LiveKit does not know the key (401)', 'set LIVEKIT_API_KEY to one of the server’s `keys`');
  if (status === 401)
    return wrong(
      'LiveKit knows the key and refuses its secret (401)',
      'set LIVEKIT_API_SECRET to the one of LIVEKIT_API_KEY',
    );
  if (status === 404)
    return wrong(`what answers at ${url} is no LiveKit server (404)`, 'look at LIVEKIT_URL');
  return wrong(`LiveKit answers ${status}`, 'look at the log of the server at LIVEKIT_URL');
}

function clockVerdict({ dateMs }: Answer): Verdict | undefined {
  const apartMs = dateMs === undefined ? 0 : Math.abs(Date.now() - dateMs);
  if (apartMs < CLOCK_WARNING_MS) return undefined;
  const problem = `the clocks of this machine and of LIVEKIT_URL's are ${Math.round(apartMs / 1000)} s apart`;
  const cure = 'set both by NTP (`timedatectl set-ntp true`): tokens and webhooks are good for minutes only';
  return apartMs > CLOCK_LIMIT_MS ? wrong(problem, cure) : warning(problem, cure);
}

/** Without LIVEKIT_URL the launcher starts a server of its own. */
async function ownServer(
  { root, env, settings, running }: Surroundings,
  signal: AbortSignal,
): Promise<Verdict[]> {
  if (settings.production) {
    const cure = `set LIVEKIT_URL, ${OWN_KEYS}: in production Parley starts no server of its own`;
    return [warning('there is no LiveKit, so there are no talks in rooms', cure)];
  }
  const part = running.find(({ name }) => name === 'livekit');
  if (part) return [await runningServer(part.port, signal)];
  const acquisition = { root, env, terminal: new Terminal(process.stderr), signal };
  for (const way of [onPath, inCache]) {
    const source = await way(acquisition);
    if (typeof source !== 'string' && source.kind === 'program')
      return [ok(`npm start starts livekit-server ${source.version} (${source.path})`)];
  }
  const cure = `npm start downloads or builds one; or put livekit-server ${LIVEKIT_VERSION} on the PATH, or set LIVEKIT_URL`;
  return [warning('there is no LiveKit server on this machine yet', cure)];
}

async function runningServer(port: number, signal: AbortSignal): Promise<Verdict> {
  const url = `http://127.0.0.1:${port}/`;
  const answer = await ask(url, {}, signal).catch((error: unknown) => {
    if (error instanceof NoAnswer) return error;
    throw error;
  });
  if (!(answer instanceof NoAnswer))
    return ok(`the launcher's own server answers at ${withScheme('ws', url)}`);
  return wrong(
    `the launcher's own LiveKit server does not answer at port ${port} (${answer.reason})`,
    'data/logs/livekit.log says why; end Parley and start it again; LIVEKIT_PORT moves it',
  );
}

function older(version: string, than: string): boolean {
  return version.localeCompare(than, 'en', { numeric: true }) < 0;
}
