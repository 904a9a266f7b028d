import { describeOnPostgres, freshPostgres } from '#store/testing';
import { ApiProcess } from './api-process.js';
import { describeOnRedis, RedisServer } from './redis-server.js';
import { ShuffledTalks, untilConfirmed } from './shuffled-talks.js';
import { Follower } from './transcript-follower.js';

const SENDERS = 4;
const EVENTS_PER_SESSION = 1_000;

describeOnPostgres('two apis on one database, one of them killed for good', () => {
  describeOnRedis('with a Redis between them', () => {
    it('lose nothing: the store is exact, and who follows at the other is told all of it, in order', async () => {
      const databaseUrl = await freshPostgres();
      const talks = await ShuffledTalks.in(databaseUrl, 12);
      const redis = await RedisServer.start();
      const shared = { REDIS_URL: redis.url, LEASE_MS: '60000' };
      const doomed = await ApiProcess.at(databaseUrl, shared);
      const other = await ApiProcess.at(databaseUrl, shared);
      try {
        await Promise.all([doomed.start(), other.start()]);
        const followers = talks.sessionIds.map((id) => new Follower(`${other.url}/ws/transcript/${id}`));
        let apis = [doomed, other];
        let asked = 0;
        let confirmed = 0;
        const next = () => apis[asked++ % apis.length]?.url ?? '';
        const queue = [...talks.batches];
        const sender = async () => {
          for (let batch = queue.shift(); batch; batch = queue.shift()) {
            await untilConfirmed(next, batch);
            if (++confirmed !== Math.floor(talks.batches.length / 2)) continue;
            await doomed.kill();
            apis = [other];
          }
        };
        await Promise.all(Array.from({ length: SENDERS }, sender));
        for (const follower of followers) {
          const lines = await follower.until(EVENTS_PER_SESSION);
          expect(lines.map(({ seq }) => seq)).toEqual(
            Array.from({ length: EVENTS_PER_SESSION }, (_, i) => i + 1),
          );
          follower.end();
        }
      } finally {
        await Promise.all([doomed.close(), other.close()]);
        await redis.kill();
      }
      await talks.expectExact();
    }, 180_000);
  });
});
