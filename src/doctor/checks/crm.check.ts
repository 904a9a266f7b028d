import { ask, member, NoAnswer } from '../ask.ts';
import type { Answer } from '../ask.ts';
import type { Check, Surroundings } from '../check.ts';
import { ok, warning, wrong } from '../finding.ts';
import type { Verdict } from '../finding.ts';
import { given } from '../../launcher/settings.ts';
import { withoutKey } from '../vendor-state.ts';

const BASE_URL = 'https://crm.tripandevent.com/api';

/** Whether the CRM takes our account: one login, of which nothing is kept. */
export const crm: Check = {
  part: 'crm',
  deadlineMs: 10_000,
  look: async (surroundings, signal) => [await crmVerdict(surroundings, signal)],
};

async function crmVerdict(surroundings: Surroundings, signal: AbortSignal): Promise<Verdict> {
  const { env } = surroundings;
  const account = { CRM_EMAIL: given(env, 'CRM_EMAIL'), CRM_PASSWORD: given(env, 'CRM_PASSWORD') };
  const missing = Object.entries(account).flatMap(([name, value]) => (value ? [] : [name]));
  if (missing.length === 2) return withoutKey(surroundings, missing);
  if (missing.length)
    return wrong(`${missing[0]} is not set, its counterpart is`, `set ${missing[0]}, or neither`);

  const base = (given(env, 'CRM_BASE_URL') ?? BASE_URL).replace(/\/+$/, '');
  const json = { email: account.CRM_EMAIL, password: account.CRM_PASSWORD };
  try {
    const answer = await ask(`${base}/auth/login`, { method: 'POST', json, timeLimitMs: 8_000 }, signal);
    return answer.status < 300 ? loginVerdict(answer, base) : refusal(answer, base);
  } catch (error) {
    if (!(error instanceof NoAnswer)) throw error;
    return wrong(
      `the CRM does not answer at ${base} (${error.reason})`,
      'look at CRM_BASE_URL and at the way there; what Tara notes meanwhile is sent later',
    );
  }
}

function loginVerdict({ body }: Answer, base: string): Verdict {
  const tokens = [body, member(body, 'data')].flatMap((part) => [
    member(part, 'accessToken'),
    member(part, 'token'),
  ]);
  if (tokens.some((token) => typeof token === 'string')) return ok(`real; the login works at ${base}`);
  return wrong(
    `what answers at ${base} gives no token`,
    'CRM_BASE_URL must lead to the CRM’s API, with /api',
  );
}

function refusal({ status }: Answer, base: string): Verdict {
  switch (status) {
    case 400:
    case 401:
    case 403:
    case 422:
      return wrong(
        `the CRM refuses the account (${status})`,
        'set CRM_EMAIL and CRM_PASSWORD to an account of the CRM',
      );
    case 404:
    case 405:
      return wrong(
        `there is no CRM at ${base} (${status})`,
        'CRM_BASE_URL must lead to the CRM’s API, with /api',
      );
    default:
      return warning(
        `the CRM answers ${status}`,
        'ask whoever runs the CRM; what Tara notes meanwhile is sent later',
      );
  }
}
