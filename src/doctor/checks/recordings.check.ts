import { AwsClient } from 'aws4fetch';
import { join, resolve } from 'node:path';
import { ask, NoAnswer } from '../ask.ts';
import type { Check, Surroundings } from '../check.ts';
import { ok, warning, wrong } from '../finding.ts';
import type { Verdict } from '../finding.ts';
import { isWritableFolder, nearestExisting, shownPath } from '../folders.ts';
import { given } from '../../launcher/settings.ts';

const ACCESS = ['S3_ENDPOINT', 'S3_ACCESS_KEY_ID', 'S3_SECRET_ACCESS_KEY'] as const;

/** Where the sound of recorded talks goes: the bucket, and the folder in which it waits for it or stays. */
export const recordings: Check = {
  part: 'recordings',
  deadlineMs: 8_000,
  look: async (surroundings, signal) => {
    const { env } = surroundings;
    const folder = folderVerdict(surroundings);
    const bucket = given(env, 'S3_BUCKET');
    if (!bucket) return [folder];
    const verdict = await bucketVerdict(bucket, env, signal);
    return folder.state === 'ok' ? [verdict] : [folder, verdict];
  },
};

function folderVerdict({ root, env, settings }: Surroundings): Verdict {
  const folder = resolve(root, given(env, 'RECORDINGS_DIR') ?? join(settings.dataDir, 'recordings'));
  const existing = nearestExisting(folder);
  if (isWritableFolder(existing))
    return ok(`in ${shownPath(root, folder)}; S3_BUCKET puts them into a bucket`);
  return wrong(
    `${shownPath(root, existing)} cannot be written, so no talk is recorded`,
    'give the user that runs the agents the right to write there, or name another folder in RECORDINGS_DIR',
  );
}

/** A listing of nothing: it needs the key, and says whether there is such a bucket. */
async function bucketVerdict(bucket: string, env: NodeJS.ProcessEnv, signal: AbortSignal): Promise<Verdict> {
  const missing = ACCESS.filter((name) => !given(env, name));
  if (missing.length) {
    const names = missing.join(' and ');
    return wrong(`S3_BUCKET is set without ${names}`, `set ${names}, or leave S3_BUCKET out`);
  }
  const [endpoint = '', accessKeyId = '', secretAccessKey = ''] = ACCESS.map((name) => given(env, name));
  const base = endpoint.replace(/\/+$/, '');
  const region = given(env, 'S3_REGION') ?? 'us-east-1';
  if (!URL.canParse(base))
    return wrong('S3_ENDPOINT is no URL', 'S3_ENDPOINT is that of the store, without the bucket');
  const client = new AwsClient({ accessKeyId, secretAccessKey, region, service: 's3', retries: 0 });
  const { url, headers } = await client.sign(`${base}/${bucket}?list-type=2&max-keys=0`);
  try {
    const { status, text } = await ask(url, { headers: Object.fromEntries(headers), stays: true }, signal);
    return status === 200 ? ok(`the bucket at ${base} takes the key`) : refusal(base, status, codeIn(text));
  } catch (error) {
    if (!(error instanceof NoAnswer)) throw error;
    return wrong(
      `the store of recordings does not answer at ${base} (${error.reason}): they wait in RECORDINGS_DIR`,
      'look whether it is up, at S3_ENDPOINT and at the way there',
    );
  }
}

function refusal(base: string, status: number, code: string): Verdict {
  const told = code ? `${status} ${code}` : String(status);
  if (code === 'RequestTimeTooSkewed')
    return wrong(`the clocks here and at ${base} are apart (${told})`, 'let NTP set both');
  if (status === 301 || status === 307 || code === 'AuthorizationHeaderMalformed')
    return wrong(
      `the bucket is of another region (${told})`,
      'set S3_REGION to the bucket’s, and S3_ENDPOINT to that region’s',
    );
  if (status === 401 || status === 403)
    return wrong(
      `the store of recordings refuses the key (${told})`,
      'look at S3_ACCESS_KEY_ID and S3_SECRET_ACCESS_KEY: the key has to put, get, list and delete',
    );
  if (status < 500)
    return wrong(
      `there is no such bucket at ${base} (${told})`,
      'look at S3_BUCKET, and at S3_ENDPOINT, which is without the bucket',
    );
  return warning(
    `the store of recordings answers ${told}`,
    'see its status; recordings wait in RECORDINGS_DIR',
  );
}

/** S3 says in XML what is wrong. */
function codeIn(text: string): string {
  return /<Code>(\w+)<\/Code>/.exec(text)?.[1] ?? '';
}
