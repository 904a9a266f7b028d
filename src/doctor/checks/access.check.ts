import { ask, member, NoAnswer } from '../ask.ts';
import type { Check, Surroundings } from '../check.ts';
import { ok, warning, wrong } from '../finding.ts';
import type { Verdict } from '../finding.ts';
import { given } from '../../launcher/settings.ts';

const WAYS_IN = 'API_KEYS, JWT_SECRET, JWKS_URL or ALLOW_ANONYMOUS=true';
const LOOPBACK = /^(localhost|127\.\d+\.\d+\.\d+|::1)$/;

/** Who may call: an api that is open to everybody is for one's own machine only. */
export const access: Check = {
  part: 'access',
  deadlineMs: 8_000,
  look: async (surroundings, signal) => {
    const keys = await identityProvider(surroundings.env, signal);
    return [...policy(surroundings), ...(keys ? [keys] : [])];
  },
};

function policy({ env, settings: { production } }: Surroundings): Verdict[] {
  const ways = ['API_KEYS', 'JWT_SECRET', 'JWKS_URL'].filter((name) => given(env, name));
  const anonymous = /^(true|1|yes|on)$/i.test(given(env, 'ALLOW_ANONYMOUS') ?? '');
  const host = given(env, 'HOST');
  if (!ways.length && !anonymous) {
    if (production)
      return [
        wrong('nobody is named who may call, and in production the api does not start so', `set ${WAYS_IN}`),
      ];
    if (host && !LOOPBACK.test(host)) {
      const cure = `set ${WAYS_IN}, or leave HOST out; npm start -- --lan is for a network of your own`;
      return [wrong('HOST opens the api to the network, and everybody there might do everything', cure)];
    }
    return [ok('open to this machine and to nobody else')];
  }
  const verdicts = [];
  if (given(env, 'JWKS_URL') && !given(env, 'JWT_AUDIENCE'))
    verdicts.push(warning('tokens that were made for other services are taken too', 'set JWT_AUDIENCE'));
  if (production && !given(env, 'METRICS_TOKEN'))
    verdicts.push(warning('everybody may read /metrics', 'set METRICS_TOKEN, which Prometheus then shows'));
  const who = [...ways, ...(anonymous ? ['ALLOW_ANONYMOUS'] : [])].join(', ');
  return verdicts.length ? verdicts : [ok(`by ${who}`)];
}

/** Undefined when it answers well, or nobody relies on it. */
async function identityProvider(env: NodeJS.ProcessEnv, signal: AbortSignal): Promise<Verdict | undefined> {
  const url = given(env, 'JWKS_URL');
  if (!url) return undefined;
  const cure = 'JWKS_URL must be the address of a JSON Web Key Set that this machine reaches';
  try {
    const { status, body } = await ask(url, {}, signal);
    if (Array.isArray(member(body, 'keys'))) return undefined;
    return wrong(`what JWKS_URL leads to holds no keys (${status}), so no JWT is taken`, cure);
  } catch (error) {
    if (!(error instanceof NoAnswer)) throw error;
    return wrong(`JWKS_URL does not answer (${error.reason}), so no JWT is taken`, cure);
  }
}
