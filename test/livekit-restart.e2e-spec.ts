import type { TestTalk } from './callers.ts';
import { eventually, passed } from './eventually.ts';
import { Kept } from './kept.ts';
import { IS_ALONE, ROUNDS } from './rounds.ts';
import { talking } from './talking.ts';
import { LOOK, NAME, QUOTE, threeCalls, TOOLS, untilKnown } from './three-talks.ts';

/** What has run for so long and dies is started again at once. */
const RUNS_WELL_AFTER_MS = 60_000;
const BACK_WITHIN_MS = 10_000;
const HEARD_WITHIN_MS = 5_000;
const ASKS_AGAIN_AFTER_MS = 2_000;
const MOST_ATTEMPTS = 20;

describe('LiveKit is killed in the middle of three talks', () => {
  const parley = talking();
  const kept = new Kept(() => parley.world);
  let backAt = -Infinity;
  let talks: TestTalk[] = [];
  afterEach(() => Promise.all(talks.map((talk) => talk.end())));

  /**
   * Asks until somebody is heard, and hears them out: what is sent before both are back in the room is lost, as on a bad line.
   * @returns how often, and when somebody was heard (ms since 1970)
   */
  async function askAgain(talk: TestTalk): Promise<{ attempts: number; heardAt: number }> {
    const heard = async () => (await talk.heardSpans())[0]?.from;
    for (let attempts = 1; attempts <= MOST_ATTEMPTS; attempts++) {
      await talk.type(QUOTE).catch(() => undefined); // not even sent
      const heardAt = await eventually('a sound', ASKS_AGAIN_AFTER_MS, heard).catch(() => undefined);
      if (heardAt === undefined) continue;
      await talk.hear();
      return { attempts, heardAt };
    }
    throw new Error(`Asked ${MOST_ATTEMPTS} times, and nobody was heard.`);
  }

  it.each(ROUNDS)('and they go on when it is back, knowing all: round %i', async () => {
    const { world } = parley;
    talks = await threeCalls(parley);
    await untilKnown(talks);
    await passed('LiveKit to have run for long enough', backAt, RUNS_WELL_AFTER_MS);
    const was = await world.kill('livekit');
    const awayMs = await world.backAgain(was, BACK_WITHIN_MS);
    backAt = Date.now();
    const heardAfterMs = await Promise.all(
      talks.map(async (talk) => {
        const { attempts, heardAt } = await askAgain(talk);
        const said = await kept.userTexts(talk);
        expect(said.slice(0, 2)).toEqual([LOOK, NAME]);
        const quotes = said.slice(2);
        expect(quotes.length).toBeLessThanOrEqual(attempts);
        expect(new Set(quotes)).toEqual(new Set([QUOTE]));
        return heardAt - backAt;
      }),
    );
    const after = heardAfterMs.map((ms) => `${(ms / 1_000).toFixed(1)} s`).join(', ');
    console.log(`LiveKit away for ${(awayMs / 1_000).toFixed(1)} s; heard again after ${after}`);
    if (IS_ALONE) expect(Math.max(...heardAfterMs)).toBeLessThan(HEARD_WITHIN_MS);

    for (const talk of talks) {
      expect(await kept.status(talk)).toBe('active');
      expect((await kept.tools(talk)).slice(0, TOOLS.length)).toEqual(TOOLS);
      expect((await talk.seen()).voicesAtOnce).toEqual([]);
    }
  });
});
