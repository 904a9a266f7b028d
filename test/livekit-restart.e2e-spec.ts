import type { AgentWish, StoredMessage } from '../src/call/parley-api.ts';
import { ParleyApi } from '../src/call/parley-api.ts';
import type { TestTalk } from './callers.ts';
import { eventually } from './eventually.ts';
import { IS_ALONE, ROUNDS } from './rounds.ts';
import { talking } from './talking.ts';

/** What has run for so long and dies is started again at once. */
const RUNS_WELL_AFTER_MS = 60_000;
const BACK_WITHIN_MS = 10_000;
const HEARD_WITHIN_MS = 5_000;
const ASKS_AGAIN_AFTER_MS = 2_000;
const MOST_ATTEMPTS = 20;
const PIPELINE: AgentWish = { agentId: 'tara', agentConfig: { mode: 'pipeline', llm: 'gpt-4o-mini' } };
const WISHES: readonly AgentWish[] = [{ agentId: 'tara' }, PIPELINE, { agentId: 'tara' }];
const LOOK = 'please find me a package to bali';
const NAME = 'my name is asha rao and my email address is asha at example dot com';
const QUOTE = 'please make me a quote for two people';

describe('LiveKit is killed in the middle of three talks', () => {
  const parley = talking();
  let backAt = -Infinity;
  let talks: TestTalk[] = [];
  afterEach(() => Promise.all(talks.map((talk) => talk.end())));

  async function toolsOf({ session }: TestTalk): Promise<unknown[]> {
    const events = await new ParleyApi(parley.world.apiUrl).events(session.sessionId);
    return events
      .filter(({ type }) => type === 'tool.called')
      .map(({ payload }) => (payload as { name: string }).name);
  }

  async function userTextsOf({ session }: TestTalk): Promise<string[]> {
    const path = `/api/conversations/${session.conversationId}/messages?limit=100`;
    const { items } = await parley.world.api<{ items: StoredMessage[] }>(path);
    return items.filter(({ role }) => role === 'user').map(({ text }) => text);
  }

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
    const { world, callers } = parley;
    talks = await Promise.all(WISHES.map((wish) => callers.call(world.apiUrl, 'rms', wish)));
    await Promise.all(
      talks.map(async (talk) => {
        await talk.greeting();
        await talk.typedTurn(LOOK);
        await talk.typedTurn(NAME);
      }),
    );
    await eventually('LiveKit to have run for long enough', 2 * RUNS_WELL_AFTER_MS, () =>
      Promise.resolve(Date.now() - backAt > RUNS_WELL_AFTER_MS),
    );
    const was = await world.kill('livekit');
    const awayMs = await world.backAgain(was, BACK_WITHIN_MS);
    backAt = Date.now();
    const heardAfterMs = await Promise.all(
      talks.map(async (talk) => {
        const { attempts, heardAt } = await askAgain(talk);
        expect((await userTextsOf(talk)).slice(0, 2)).toEqual([LOOK, NAME]);
        const quotes = (await userTextsOf(talk)).slice(2);
        expect(quotes.length).toBeLessThanOrEqual(attempts);
        expect(new Set(quotes)).toEqual(new Set([QUOTE]));
        return heardAt - backAt;
      }),
    );
    const after = heardAfterMs.map((ms) => `${(ms / 1_000).toFixed(1)} s`).join(', ');
    console.log(`LiveKit away for ${(awayMs / 1_000).toFixed(1)} s; heard again after ${after}`);
    if (IS_ALONE) expect(Math.max(...heardAfterMs)).toBeLessThan(HEARD_WITHIN_MS);

    for (const talk of talks) {
      const { status } = await world.api<{ status: string }>(`/session/${talk.session.sessionId}`);
      expect(status).toBe('active');
      expect((await toolsOf(talk)).slice(0, 3)).toEqual([
        'find_packages',
        'save_customer_lead',
        'create_quote',
      ]);
      expect((await talk.seen()).voicesAtOnce).toEqual([]);
    }
  });
});
