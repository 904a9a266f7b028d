import { ask, member, NoAnswer } from '../ask.ts';
import type { Answer } from '../ask.ts';
import type { Check, Surroundings } from '../check.ts';
import { ok, warning, wrong } from '../finding.ts';
import type { Verdict } from '../finding.ts';
import { modelNotice, noticeText } from '../../../libs/providers/src/models/model-table.ts';
import { given } from '../../launcher/settings.ts';
import { withoutKey } from '../vendor-state.ts';

const BASE_URL = 'https://api.openai.com/v1';
const REALTIME_MODEL = 'gpt-realtime';
const KEYS_PAGE = 'https://platform.openai.com/api-keys';

/** Whether OpenAI takes the key and has the model of our talks for it: asked by the list of models, which costs nothing. */
export const openai: Check = {
  part: 'openai',
  deadlineMs: 8_000,
  look: async (surroundings, signal) => [
    await openaiVerdict(surroundings, signal),
    ...modelWarnings(surroundings.env),
  ],
};

/** The model of realtime talks, when it is one that stops. */
function modelWarnings(env: NodeJS.ProcessEnv): Verdict[] {
  if (!given(env, 'OPENAI_API_KEY')) return [];
  const notice = modelNotice(given(env, 'OPENAI_REALTIME_MODEL') ?? REALTIME_MODEL, Date.now());
  return notice ? [warning(noticeText(notice), `set OPENAI_REALTIME_MODEL=${notice.successor}`)] : [];
}

async function openaiVerdict(surroundings: Surroundings, signal: AbortSignal): Promise<Verdict> {
  const { env } = surroundings;
  const key = given(env, 'OPENAI_API_KEY');
  if (!key) return withoutKey(surroundings, ['OPENAI_API_KEY']);
  const base = (given(env, 'OPENAI_BASE_URL') ?? BASE_URL).replace(/\/+$/, '');
  try {
    const answer = await ask(`${base}/models`, { headers: { authorization: `Bearer ${key}` } }, signal);
    return answer.status === 200 ? modelVerdict(answer, env) : refusal(answer, base);
  } catch (error) {
    if (!(error instanceof NoAnswer)) throw error;
    return wrong(
      `OpenAI does not answer at ${base} (${error.reason})`,
      'look at OPENAI_BASE_URL and at the way out of this network (proxy, firewall, DNS)',
    );
  }
}

function modelVerdict({ body }: Answer, env: NodeJS.ProcessEnv): Verdict {
  const models = member(body, 'data');
  if (!Array.isArray(models))
    return wrong(
      'what OPENAI_BASE_URL leads to is not OpenAI: no list of models comes',
      'OPENAI_BASE_URL ends with /v1; leave it out for OpenAI itself',
    );
  const wanted = given(env, 'OPENAI_REALTIME_MODEL') ?? REALTIME_MODEL;
  if (models.some((model) => member(model, 'id') === wanted))
    return ok(`real; the key is taken, ${wanted} is there`);
  return wrong(
    `OpenAI has no model ${wanted} for this key`,
    'set OPENAI_REALTIME_MODEL to one that it has, or give the key’s project access to it',
  );
}

function refusal({ status, body }: Answer, base: string): Verdict {
  const code = member(member(body, 'error'), 'code');
  if (code === 'insufficient_quota')
    return wrong(
      'the account of OPENAI_API_KEY is empty',
      'pay in, or set OPENAI_API_KEY to one of another account',
    );
  switch (status) {
    case 401:
      return wrong(
        'OpenAI refuses the key (401)',
        `set OPENAI_API_KEY to a valid one, from ${KEYS_PAGE}; without it the sandbox stands in`,
      );
    case 403:
      return warning(
        'OpenAI does not show its models to this key (403), so no more can be said of it',
        'allow the key of OPENAI_API_KEY to read models and to use Realtime',
      );
    case 404:
      return wrong(`there is no OpenAI at ${base} (404)`, 'OPENAI_BASE_URL ends with /v1');
    case 429:
      return warning(
        'OpenAI wants fewer requests of this key (429)',
        'look at the limits of OPENAI_API_KEY’s project',
      );
    default:
      return warning(
        `OpenAI answers ${status}`,
        'see https://status.openai.com, and OPENAI_BASE_URL if you set it',
      );
  }
}
