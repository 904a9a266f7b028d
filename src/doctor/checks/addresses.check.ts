import { ask, member, NoAnswer } from '../ask.ts';
import type { Check, Surroundings } from '../check.ts';
import { ok, warning, wrong } from '../finding.ts';
import type { Verdict } from '../finding.ts';
import { withScheme } from '../livekit-server.ts';
import { apiUrl } from '../surroundings.ts';
import { given } from '../../launcher/settings.ts';

const LOOPBACK = /^(localhost|127\.\d+\.\d+\.\d+|\[::1\])$/;

/** The addresses that people and vendors are told lead here, and nothing crosses a network in the clear. */
export const addresses: Check = {
  part: 'addresses',
  deadlineMs: 12_000,
  look: async (surroundings, signal) => {
    const verdicts = await Promise.all([ofApi(surroundings, signal), ofLivekit(surroundings, signal)]);
    const bad = verdicts.filter((verdict) => verdict.state !== 'ok');
    const details = verdicts.flatMap((verdict) => ('detail' in verdict ? [verdict.detail] : []));
    return bad.length ? bad : [ok(details.join('; '))];
  },
};

async function ofApi(surroundings: Surroundings, signal: AbortSignal): Promise<Verdict> {
  const { env, settings } = surroundings;
  const url = given(env, 'PUBLIC_URL');
  if (!url) return ok('no PUBLIC_URL: callers take the one they know');
  const fault = addressFault('PUBLIC_URL', url, 'http', settings.production);
  if (fault) return fault;
  // Who asks by the front door finds out nothing while nobody is at home.
  if (!(await isParley(apiUrl(surroundings), signal)))
    return ok('PUBLIC_URL is well formed; the api does not run');
  if (await isParley(url, signal)) return ok('PUBLIC_URL leads to the api');
  return wrong(
    'the api runs, and PUBLIC_URL does not lead to it from here',
    'look at PUBLIC_URL, at its name in the DNS, at the certificate, and at the proxy in front (TRUST_PROXY)',
  );
}

async function ofLivekit({ env, settings }: Surroundings, signal: AbortSignal): Promise<Verdict> {
  const name = given(env, 'LIVEKIT_PUBLIC_URL') ? 'LIVEKIT_PUBLIC_URL' : 'LIVEKIT_URL';
  const url = given(env, name);
  if (!url) return ok('people reach LiveKit where the launcher starts it');
  const fault = addressFault(name, url, 'ws', settings.production);
  if (fault) return fault;
  const answers = await ask(withScheme('http', url), { timeLimitMs: 4_000 }, signal).then(
    ({ status }) => status < 500,
    (error: unknown) => {
      if (error instanceof NoAnswer) return false;
      throw error;
    },
  );
  if (answers) return ok(`people reach LiveKit at ${withScheme('ws', url)}`);
  return wrong(
    `clients are told ${withScheme('ws', url)}, and nothing answers there`,
    name === 'LIVEKIT_URL'
      ? 'look at LIVEKIT_URL, or set LIVEKIT_PUBLIC_URL when people reach the server at another address'
      : 'look at LIVEKIT_PUBLIC_URL, at its name in the DNS and at the proxy in front',
  );
}

/** What can be said of an address without asking anybody. */
function addressFault(
  name: string,
  url: string,
  kind: 'http' | 'ws',
  production: boolean,
): Verdict | undefined {
  if (!URL.canParse(url) || !/^(http|ws)s?:$/.test(new URL(url).protocol))
    return wrong(`${name} is no address`, `set ${name} to ${kind}s://<name>`);
  const { protocol, hostname } = new URL(url);
  if (!production) return undefined;
  if (LOOPBACK.test(hostname))
    return warning(
      `${name} names this machine itself, which nobody else reaches`,
      `set ${name === 'LIVEKIT_URL' ? 'LIVEKIT_PUBLIC_URL' : name} to ${kind}s://<public name>`,
    );
  if (!/^(https|wss):$/.test(protocol))
    return wrong(
      `${name} is in the clear, and in production the api does not start so`,
      `set ${name === 'LIVEKIT_URL' ? 'LIVEKIT_PUBLIC_URL (or LIVEKIT_URL)' : name} to ${kind}s://…`,
    );
  return undefined;
}

async function isParley(base: string, signal: AbortSignal): Promise<boolean> {
  const answer = await ask(`${base.replace(/\/+$/, '')}/health`, { timeLimitMs: 4_000 }, signal).catch(
    () => undefined,
  );
  return member(answer?.body, 'service') === 'parley-api';
}
