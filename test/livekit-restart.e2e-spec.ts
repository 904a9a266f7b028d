import type { AgentWish, StoredMessage } from '../src/call/parley-api.ts';
import { ParleyApi } from '../src/call/parley-api.ts';
import type { TestTalk } from './callers.ts';
import { eventually } from './eventually.ts';
import { ROUNDS } from './rounds.ts';
import { talking } from './talking.ts';

const BACK_WITHIN_MS = 10_000;
const GOES_ON_WITHIN_MS = 60_000;
const PIPELINE: AgentWish = { agentId: 'tara', agentConfig: { mode: 'pipeline', llm: 'gpt-4o-mini' } };
const WISHES: readonly AgentWish[] = [{ agentId: 'tara' }, PIPELINE, { agentId: 'tara' }];
const LOOK = 'please find me a package to bali';
const NAME = 'my name is asha rao and my email address is asha at example dot com';
const QUOTE = 'please make me a quote for two people';

describe('LiveKit is killed in the middle of three talks', () => {
  const parley = talking();

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

  /** Asks until somebody answers: what is sent before both are back in the room is lost, as on a bad line. @returns attempts */
  async function askAgain(talk: TestTalk): Promise<number> {
    let attempts = 0;
    await eventually('an answer', GOES_ON_WITHIN_MS, async () => {
      attempts += 1;
      const turn = await talk.typedTurn(QUOTE).catch(() => undefined);
      return turn?.answer !== undefined && turn.answer !== null;
    });
    return attempts;
  }

  it.each(ROUNDS)('and they go on when it is back, knowing all: round %i', async () => {
    const { world, callers } = parley;
    const talks = await Promise.all(WISHES.map((wish) => callers.call(world.apiUrl, 'rms', wish)));
    await Promise.all(
      talks.map(async (talk) => {
        await talk.greeting();
        await talk.typedTurn(LOOK);
        await talk.typedTurn(NAME);
      }),
    );
    const was = await world.kill('livekit');
    const awayMs = await world.backAgain(was, BACK_WITHIN_MS);
    const backAt = Date.now();
    const heardAfterMs = await Promise.all(
      talks.map(async (talk) => {
        const attempts = await askAgain(talk);
        const [first] = await talk.heardSpans();
        expect((await userTextsOf(talk)).slice(0, 2)).toEqual([LOOK, NAME]);
        const quotes = (await userTextsOf(talk)).slice(2);
        expect(quotes.length).toBeLessThanOrEqual(attempts);
        expect(new Set(quotes)).toEqual(new Set([QUOTE]));
        return (first?.from ?? NaN) - backAt;
      }),
    );
    const after = heardAfterMs.map((ms) => `${(ms / 1_000).toFixed(1)} s`).join(', ');
    console.log(`LiveKit away for ${(awayMs / 1_000).toFixed(1)} s; heard again after ${after}`);

    for (const talk of talks) {
      const { status } = await world.api<{ status: string }>(`/session/${talk.session.sessionId}`);
      expect(status).toBe('active');
      expect((await toolsOf(talk)).slice(0, 3)).toEqual([
        'find_packages',
        'save_customer_lead',
        'create_quote',
      ]);
      expect((await talk.seen()).voicesAtOnceMs).toBe(0);
    }
    await Promise.all(talks.map((talk) => talk.end()));
  });
});
