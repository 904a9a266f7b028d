import { ask, NoAnswer } from '../ask.ts';
import type { Check } from '../check.ts';
import { off, ok, warning, wrong } from '../finding.ts';
import type { Verdict } from '../finding.ts';
import { given } from '../../launcher/settings.ts';

/** A backend beside ours, and a question to it that needs the credential and changes nothing. */
interface Peer {
  part: string;
  title: string;
  urlVariable: string;
  /** The first that is set has the credential. */
  secretVariables: [string, ...string[]];
  path: string;
  question: (secret: string) => Parameters<typeof ask>[1];
  /** What it answers to that when all is well. */
  well: number[];
  /** What the address must lead to. */
  leadsTo: string;
  /** What goes on without it. */
  meanwhile: string;
  /** What can be told of the credential by itself. */
  judgeSecret?: (secret: string, variable: string) => Verdict | undefined;
}

/** A session without an id: whoever may tell it something is answered that this is none. */
export const django = peerCheck({
  part: 'django',
  title: 'Django',
  urlVariable: 'DJANGO_BASE_URL',
  secretVariables: ['DJANGO_INGEST_TOKEN', 'INGEST_TOKEN'],
  path: '/api/ingest',
  question: (token) => ({
    method: 'POST',
    headers: { 'X-INGEST-TOKEN': token },
    json: { session: {}, events: [] },
  }),
  well: [200, 400, 422],
  leadsTo: 'Django, without /api/ingest',
  meanwhile: 'what it is to be told waits in the outbox, and nobody is known by their login',
});

/** The columns that are read of an agent, and none of the rows. */
export const supabase = peerCheck({
  part: 'supabase',
  title: 'Supabase',
  urlVariable: 'SUPABASE_URL',
  secretVariables: ['SUPABASE_SERVICE_ROLE_KEY'],
  path: '/rest/v1/agent_configs?select=id,company_id,name,description,model,system_prompt,temperature,voice_settings&limit=0',
  question: (key) => ({ headers: { apikey: key, authorization: `Bearer ${key}` } }),
  well: [200, 206],
  leadsTo: 'the project, without a path, and its table agent_configs must have the columns of seed S3',
  meanwhile: 'agents that are there are served from copies for a day, and then not found',
  judgeSecret: (key, variable) =>
    isPublicKey(key)
      ? wrong(
          `${variable} is the key for browsers, which sees no agents`,
          `set ${variable} to the service role key, or to one that begins with sb_secret_`,
        )
      : undefined,
});

/** A message of nothing: whoever may add messages is answered that this is none. */
export const chat = peerCheck({
  part: 'chat',
  title: 'the chat service',
  urlVariable: 'CHAT_SERVICE_URL',
  secretVariables: ['INTERNAL_SERVICE_TOKEN'],
  path: '/api/internal/messages/create',
  question: (token) => ({ method: 'POST', headers: { authorization: `Bearer ${token}` }, json: {} }),
  well: [200, 400, 422],
  leadsTo: 'the chat service, without /api/internal',
  meanwhile: 'what it is to be told waits in the outbox',
});

function peerCheck(peer: Peer): Check {
  return {
    part: peer.part,
    deadlineMs: 8_000,
    look: async ({ env }, signal) => [await peerVerdict(peer, env, signal)],
  };
}

async function peerVerdict(peer: Peer, env: NodeJS.ProcessEnv, signal: AbortSignal): Promise<Verdict> {
  const { title, urlVariable, secretVariables, path, question, judgeSecret, meanwhile } = peer;
  const [own, ...others] = secretVariables;
  const base = given(env, urlVariable)?.replace(/\/+$/, '');
  const variable = secretVariables.find((name) => given(env, name)) ?? own;
  const secret = given(env, variable);
  // INGEST_TOKEN alone is that of our agents.
  if (!base && (!secret || others.includes(variable))) return off(`${urlVariable} and ${own} turn it on`);
  if (!base || !secret) {
    const missing = base ? own : urlVariable;
    return wrong(`${missing} is not set, its counterpart is`, `set ${missing}, or neither`);
  }
  const bad = judgeSecret?.(secret, variable);
  if (bad) return bad;
  try {
    const { status } = await ask(`${base}${path}`, { ...question(secret), stays: true }, signal);
    return peer.well.includes(status)
      ? ok(`${base} takes ${variable}`)
      : refusal(peer, { base, variable, status });
  } catch (error) {
    if (!(error instanceof NoAnswer)) throw error;
    return wrong(
      `${title} does not answer at ${base} (${error.reason}): ${meanwhile}`,
      `look whether it is up, at ${urlVariable} and at the way there`,
    );
  }
}

function refusal(
  { title, urlVariable, leadsTo, meanwhile }: Peer,
  { base, variable, status }: { base: string; variable: string; status: number },
): Verdict {
  if (status === 401 || status === 403)
    return wrong(
      `${title} refuses the credential (${status}): ${meanwhile}`,
      `set ${variable} to what ${title} asks for`,
    );
  if (status < 500 && status !== 429)
    return wrong(
      `there is no ${title.replace('the ', '')} as we know it at ${base} (${status})`,
      `${urlVariable} must lead to ${leadsTo}`,
    );
  return warning(`${title} answers ${status}: ${meanwhile}`, `ask whoever runs it, and look at its log`);
}

/** Of the older kind the key says its role itself. */
function isPublicKey(key: string): boolean {
  if (key.startsWith('sb_publishable_')) return true;
  const [, claims = ''] = key.split('.');
  return Buffer.from(claims, 'base64url').toString().includes('"role":"anon"');
}
