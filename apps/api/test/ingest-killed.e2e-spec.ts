import { DATABASES } from '#store/testing';
import { ApiProcess } from './api-process.js';
import { ShuffledTalks, untilConfirmed } from './shuffled-talks.js';

const SENDERS = 4;

/** 10,000 events, every batch twice and mixed over the sessions, while the api is killed with -9 twice. */
describe.each(DATABASES)('ingest through the door on $kind, the api killed twice', ({ kind, fresh }) => {
  let api: ApiProcess;

  afterEach(() => api.close());

  it('ends in an exact store', async () => {
    const databaseUrl = await fresh();
    const talks = await ShuffledTalks.in(databaseUrl, 11);
    const { batches } = talks;
    api = await ApiProcess.at(databaseUrl);
    await api.start();

    const killAt = [Math.floor(batches.length / 3), Math.floor((2 * batches.length) / 3)];
    let confirmed = 0;
    let kills: Promise<void> = Promise.resolve();
    const queue = [...batches];
    const sender = async () => {
      for (let batch = queue.shift(); batch; batch = queue.shift()) {
        await untilConfirmed(() => api.url, batch);
        confirmed += 1;
        if (killAt.includes(confirmed)) kills = kills.then(() => api.kill()).then(() => api.start());
      }
    };
    const begun = performance.now();
    await Promise.all(Array.from({ length: SENDERS }, sender));
    await kills;
    const seconds = (performance.now() - begun) / 1_000;
    await api.close();

    await talks.expectExact();
    process.stdout.write(
      `${kind}: ${batches.flat().length} events in ${seconds.toFixed(1)} s, two kills included\n`,
    );
  }, 180_000);
});
