import { ask, member } from '../ask.ts';
import type { Check, Surroundings } from '../check.ts';
import { off, ok, warning, wrong } from '../finding.ts';
import type { Verdict } from '../finding.ts';
import { apiUrl } from '../surroundings.ts';

const LIMIT_MS = 4_000;

interface Agent {
  name: string;
  port: number;
}

/** Agent processes are there, registered with LiveKit, and have room. */
export const agents: Check = {
  part: 'agents',
  deadlineMs: 8_000,
  look: async (surroundings, signal) => {
    const { running, settings } = surroundings;
    const started = running.filter(({ name }) => name.startsWith('agent-'));
    if (!started.length) return [await aloneVerdict(surroundings, signal)];
    const verdicts = await Promise.all(started.map((agent) => agentVerdict(agent, settings.host, signal)));
    const bad = verdicts.filter((verdict) => verdict !== undefined);
    return bad.length
      ? bad
      : [ok(`${started.length} ready: ports ${started.map(({ port }) => port).join(', ')}`)];
  },
};

/** No launcher says of any: one may have been started by hand, or on another machine. */
async function aloneVerdict(surroundings: Surroundings, signal: AbortSignal): Promise<Verdict> {
  const { host, ports } = surroundings.settings;
  const alone = { name: 'the agent', port: ports.agent };
  if (await answers(`http://${host}:${alone.port}/health`, signal)) {
    return (await agentVerdict(alone, host, signal)) ?? ok(`ready: port ${alone.port}`);
  }
  if (!(await answers(`${apiUrl(surroundings)}/health`, signal)))
    return off('not running; npm start starts them');
  return warning(
    'the api runs, and on this machine no agent: without one elsewhere talks end with no_capacity',
    'npm start -- --mode agent starts some here; AGENT_PORT says where they are asked',
  );
}

/** Undefined when all is well. */
async function agentVerdict(
  { name, port }: Agent,
  host: string,
  signal: AbortSignal,
): Promise<Verdict | undefined> {
  const at = `http://${host}:${port}`;
  const question = { timeLimitMs: LIMIT_MS };
  const nothing = () => undefined;
  const ready = await ask(`${at}/health/ready`, question, signal).catch(nothing);
  if (!ready)
    return wrong(
      `${name} does not answer at port ${port}`,
      'its log in data/logs says why; AGENT_PORT moves it; npm start keeps agents up',
    );
  if (member(ready.body, 'draining') === true)
    return warning(
      `${name} (port ${port}) takes no more talks: it drains`,
      'it ends after its last talk; start another',
    );
  if (ready.status !== 200)
    return wrong(
      `${name} (port ${port}) is not registered with LiveKit`,
      'api and agents need the same LIVEKIT_URL, LIVEKIT_API_KEY and LIVEKIT_API_SECRET, and LiveKit must be up',
    );
  const load = await ask(`${at}/load`, question, signal).catch(nothing);
  if (member(load?.body, 'full') !== true) return undefined;
  return warning(
    `${name} (port ${port}) is full`,
    'raise AGENT_MAX_SESSIONS or AGENT_PROCESSES; a full spool does it too',
  );
}

function answers(url: string, signal: AbortSignal): Promise<boolean> {
  return ask(url, { timeLimitMs: LIMIT_MS }, signal).then(
    ({ status }) => status === 200,
    () => false,
  );
}
