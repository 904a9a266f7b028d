import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { ask, member, NoAnswer } from '../ask.ts';
import type { Answer } from '../ask.ts';
import type { Check, Surroundings } from '../check.ts';
import { off, ok, warning, wrong } from '../finding.ts';
import type { Verdict } from '../finding.ts';
import { apiUrl } from '../surroundings.ts';

/** Longer than the api itself waits for what it needs. */
const LIMIT_MS = 9_000;

/** What the running api says of itself and of its parts: it knows keys, webhooks and the outbox that nobody outside sees. */
export const api: Check = {
  part: 'api',
  deadlineMs: 12_000,
  look: async (surroundings, signal) => {
    const url = apiUrl(surroundings);
    const answer = await ask(`${url}/health/ready`, { timeLimitMs: LIMIT_MS }, signal).catch(
      (error: unknown) => {
        if (error instanceof NoAnswer) return error;
        throw error;
      },
    );
    if (answer instanceof NoAnswer) return [silence(url, answer.reason, surroundings)];
    return apiVerdicts(url, answer, surroundings.root);
  },
};

function silence(url: string, reason: string, { running, env }: Surroundings): Verdict {
  const isMeantToRun = running.some(({ name }) => name === 'api') || Boolean(env.API_URL?.trim());
  if (!isMeantToRun) return off('not running; npm start starts it');
  return wrong(
    `the api does not answer at ${url} (${reason})`,
    'data/logs/api.log says why; look at API_URL when it runs elsewhere',
  );
}

function apiVerdicts(url: string, { status, body }: Answer, root: string): Verdict[] {
  if (member(body, 'service') !== 'parley-api')
    return [wrong(`what answers at ${url} is not Parley (${status})`, 'look at PORT and API_URL')];
  const verdicts = partsOf(body).flatMap(partVerdict);
  const version = String(member(body, 'version'));
  const here = String(member(JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')), 'version'));
  if (version !== here)
    verdicts.push(
      warning(`the api that runs is ${version}, this is ${here}`, 'start it again: npm run build, npm start'),
    );
  if (status !== 200 && !verdicts.some(({ state }) => state === 'wrong'))
    verdicts.push(
      warning(
        `the api is about to end (${status})`,
        'it was told to; when nobody starts another one, data/logs/api.log says why, and npm start does',
      ),
    );
  return verdicts.length ? verdicts : [ok(`ready at ${url}`)];
}

function partsOf(body: unknown): unknown[] {
  const parts = member(body, 'parts');
  return Array.isArray(parts) ? parts : [];
}

/** The api says it in the words of this command. */
function partVerdict(part: unknown): Verdict[] {
  const [name, state, problem, cure] = ['part', 'state', 'problem', 'cure'].map((field) =>
    member(part, field),
  );
  if (typeof problem !== 'string' || (state !== 'wrong' && state !== 'warning')) return [];
  return [(state === 'wrong' ? wrong : warning)(`${String(name)}: ${problem}`, String(cure))];
}
