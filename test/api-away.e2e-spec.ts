import { DATABASES } from '../libs/store/testing/databases.ts';
import type { TestTalk } from './callers.ts';
import { eventually, passed } from './eventually.ts';
import { Kept } from './kept.ts';
import { ROUNDS } from './rounds.ts';
import { talking } from './talking.ts';

const AWAY_MS = 20_000;
/** Of what dies again within a minute the launcher waits ten seconds at most. */
const BACK_WITHIN_MS = 25_000;
/** An agent waits up to five seconds between two attempts to tell the api what happened. */
const TOLD_WITHIN_MS = 10_000;
/** A lease, and the time the api gives agents after its own start, have long run out by then. */
const WATCHED_MS = 8_000;

/** `sqlite` or `postgres`; apps/api/test has the same at the door on both. */
const KIND = process.env['PARLEY_TEST_DATABASE'] || 'sqlite';

describe('the api is killed and away for twenty seconds in the middle of three talks', () => {
  const parley = talking(async () => {
    const database = DATABASES.find(({ kind }) => kind === KIND);
    if (!database) throw new Error(`PARLEY_TEST_DATABASE=${KIND}: there is no such database here.`);
    return { DATABASE_URL: await database.fresh() };
  });
  const kept = new Kept(() => parley.world);

  /** Says it without asking the api for anything, and hears an answer. */
  async function exchange(talk: TestTalk, sentence: string): Promise<void> {
    await talk.say(sentence);
    await talk.hear();
  }

  it.each(ROUNDS)('goes unnoticed by those who talk, and costs no word: round %i', async () => {
    const { world, callers } = parley;
    const talks: TestTalk[] = [];
    for (let person = 0; person < 3; person++) talks.push(await callers.call(world.apiUrl));
    await Promise.all(talks.map((talk) => talk.greeting()));

    const api = await world.takeAway('api');
    const awaySince = Date.now();
    try {
      await expect(world.api('/health/live')).rejects.toThrow();
      for (const sentence of ['please find me a package to bali', 'please wave your hand']) {
        await Promise.all(talks.map((talk) => exchange(talk, sentence)));
      }
      await passed('the end of the outage', awaySince, AWAY_MS);
    } finally {
      api.giveBack();
    }
    await world.backAgain(api, BACK_WITHIN_MS);
    const backAt = Date.now();
    await Promise.all(talks.map((talk) => exchange(talk, 'please find me a package to dubai')));
    await passed('long enough to be taken for lost', backAt, WATCHED_MS);

    for (const talk of talks) {
      expect(await kept.status(talk)).toBe('active');
      // What the room showed of finished turns is what must have been kept, in this order and once each. A machine that stands
      // still in the middle of a sentence makes two of it: at least a greeting, three questions and their answers.
      const { appTranscripts } = await talk.seen();
      const turnsOf = (speaker: string) => appTranscripts.filter((turn) => turn.speaker === speaker).length;
      expect(turnsOf('user')).toBeGreaterThanOrEqual(3);
      expect(turnsOf('agent')).toBeGreaterThanOrEqual(4);
      await eventually('every turn in the store', TOLD_WITHIN_MS, async () => {
        return JSON.stringify(await kept.transcript(talk)) === JSON.stringify(appTranscripts);
      });
      expect((await talk.seen()).voicesAtOnce).toEqual([]);
    }
    const ends = await Promise.all(talks.map((talk) => talk.end()));
    expect(ends).toEqual(['stopped', 'stopped', 'stopped']);
    expect(await world.log('api')).not.toContain('agent lost');
  });
});
