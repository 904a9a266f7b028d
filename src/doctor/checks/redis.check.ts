import { Redis } from 'ioredis';
import { messageOf, reasonOf } from '../ask.ts';
import type { Check } from '../check.ts';
import { off, ok, warning, wrong } from '../finding.ts';
import type { Verdict } from '../finding.ts';
import { given } from '../../launcher/settings.ts';

const LIMIT_MS = 4_000;
const OLDEST_MAJOR = 6;

/** What several api processes count their limits in. */
export const redis: Check = {
  part: 'redis',
  deadlineMs: 10_000,
  look: async ({ env }) => {
    const url = given(env, 'REDIS_URL');
    return [
      url ? await redisVerdict(url) : off('each api process counts by itself; REDIS_URL lets them share'),
    ];
  },
};

async function redisVerdict(url: string): Promise<Verdict> {
  if (!/^rediss?:\/\/./.test(url))
    return wrong('REDIS_URL cannot be read', 'it is redis://user:password@host:port');
  const client = new Redis(url, {
    lazyConnect: true,
    connectTimeout: LIMIT_MS,
    commandTimeout: LIMIT_MS,
    maxRetriesPerRequest: 0,
    disconnectTimeout: 0, // else it waits for a line that is down already
    retryStrategy: () => null,
  });
  let lost: unknown;
  client.on('error', (error: unknown) => (lost ??= error));
  try {
    await client.connect();
    const [, version = ''] = /redis_version:(\S+)/.exec(await client.info('server')) ?? [];
    if (Number.parseInt(version, 10) < OLDEST_MAJOR)
      return warning(`Redis is ${version}`, `let REDIS_URL name one of version ${OLDEST_MAJOR} or newer`);
    return ok(`Redis ${version}`);
  } catch (error) {
    return unreachable(lost ?? error);
  } finally {
    client.disconnect();
  }
}

function unreachable(error: unknown): Verdict {
  if (/WRONGPASS|NOAUTH|NOPERM|\bAUTH\b/.test(messageOf(error)))
    return wrong('Redis refuses the password', 'look at user and password in REDIS_URL');
  return wrong(
    `Redis does not answer (${reasonOf(error)})`,
    'look at host and port in REDIS_URL and whether it is up; until then each api process counts by itself',
  );
}
