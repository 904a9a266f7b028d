import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import type { Check, Surroundings } from '../check.ts';
import { off, ok, wrong } from '../finding.ts';
import type { Verdict } from '../finding.ts';

const APPS_CHECK = 'dist/apps/api/src/health/check-settings.js';
const LIMIT_MS = 25_000;

/** Every value fits: asked of the apps themselves, which start nothing for it, and of the launcher. */
export const settings: Check = {
  part: 'settings',
  deadlineMs: 30_000,
  look: async (surroundings, signal) => {
    const { root, env, refusal } = surroundings;
    const script = join(root, APPS_CHECK);
    const own =
      refusal === undefined
        ? []
        : [wrong(refusal, `set ${nameIn(refusal)} right; .env.example says what fits`)];
    if (!existsSync(script)) {
      return own.length ? own : [off('the values are looked at once the apps are built: npm run build')];
    }
    const complaints = await complaintsOf(script, { root, env }, signal);
    // What the launcher refuses the apps mostly refuse too.
    const news = complaints.filter((text) => refusal === undefined || nameIn(text) !== nameIn(refusal));
    const verdicts = [...own, ...news.map(complaintVerdict)];
    return verdicts.length ? verdicts : [ok('every value fits')];
  },
};

function complaintVerdict(text: string): Verdict {
  return wrong(text.replace(':', ''), `set ${nameIn(text)} right; .env.example says what fits`);
}

/** Of the variable, with which every complaint begins. */
function nameIn(complaint: string): string {
  return /^\w+/.exec(complaint)?.[0] ?? '';
}

/** `PORT: must be a number`. @throws Error when the script fails */
async function complaintsOf(
  script: string,
  { root, env }: Pick<Surroundings, 'root' | 'env'>,
  signal: AbortSignal,
): Promise<string[]> {
  const options = { cwd: root, env, signal, timeout: LIMIT_MS, killSignal: 'SIGKILL' as const };
  const { stdout } = await promisify(execFile)(process.execPath, [script], options);
  return JSON.parse(stdout) as string[];
}
