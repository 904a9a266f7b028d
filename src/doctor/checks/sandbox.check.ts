import { ask } from '../ask.ts';
import type { Check, Surroundings } from '../check.ts';
import { off, ok, wrong } from '../finding.ts';
import type { Verdict } from '../finding.ts';
import { given } from '../../launcher/settings.ts';

/** What plays the vendors that have no key. */
export const sandbox: Check = {
  part: 'sandbox',
  deadlineMs: 6_000,
  look: async (surroundings, signal) => [await sandboxVerdict(surroundings, signal)],
};

async function sandboxVerdict(
  { env, settings, running }: Surroundings,
  signal: AbortSignal,
): Promise<Verdict> {
  const url = given(env, 'SANDBOX_URL');
  if (settings.production)
    return url
      ? wrong('SANDBOX_URL is set in production', 'leave SANDBOX_URL out')
      : off('never part of production');
  const own = running.find(({ name }) => name === 'sandbox');
  if (!url && !own) return off('not running; npm start starts it');
  const base = url?.replace(/\/+$/, '') ?? `http://${settings.host}:${own?.port}`;
  const answer = await ask(`${base}/health/ready`, {}, signal).catch(() => undefined);
  if (answer?.status === 200) return ok(`ready at ${base}`);
  return wrong(
    `the sandbox does not answer at ${base}, so what it plays does not either`,
    url
      ? 'look at SANDBOX_URL, or leave it out: npm start starts one'
      : 'data/logs/sandbox.log says why; SANDBOX_PORT moves it',
  );
}
