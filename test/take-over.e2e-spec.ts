import type { AgentWish, StoredMessage } from '../src/call/parley-api.ts';
import { ParleyApi } from '../src/call/parley-api.ts';
import type { TestTalk } from './callers.ts';
import { eventually } from './eventually.ts';
import { talking } from './talking.ts';
import { hostedAt } from './world.ts';
import type { Part } from './world.ts';

/** How often everything is done: more to be sure, once to notice. */
const ROUNDS = Number(process.env.PARLEY_TEST_ROUNDS ?? 1);
const HEARD_WITHIN_MS = 5_000;
/** What was on its way to a listener when the agent died. */
const ON_ITS_WAY_MS = 300;
const LOOKS_FOR_MS = 15_000;
const PIPELINE: AgentWish = { agentId: 'tara', agentConfig: { mode: 'pipeline', llm: 'gpt-4o-mini' } };
const WISHES: readonly AgentWish[] = [{ agentId: 'tara' }, PIPELINE, { agentId: 'tara' }];
const LOOK = 'please find me a package to bali';
const NAME = 'my name is asha rao and my email address is asha at example dot com';
const QUOTE = 'please make me a quote for two people';

describe('an agent process that goes in the middle of three talks', () => {
  const parley = talking({ AGENT_PROCESSES: '2', SHUTDOWN_GRACE_MS: '0' });

  /** The process that has the most of them, and which. */
  async function busiest(talks: readonly TestTalk[]): Promise<{ agent: Part; its: TestTalk[] }> {
    const agents = (await parley.world.parts()).filter(({ name }) => name.startsWith('agent'));
    const hosts = await Promise.all(
      agents.map(async (agent) => {
        const hosted = await hostedAt(agent.port);
        return { agent, its: talks.filter(({ session }) => hosted.includes(session.sessionId)) };
      }),
    );
    const [most] = hosts.toSorted((a, b) => b.its.length - a.its.length);
    if (!most) throw new Error('There are no agents.');
    return most;
  }

  const backAfter = (talk: TestTalk, killedAt: number) =>
    eventually('the agent to be heard again', LOOKS_FOR_MS, async () => {
      const spans = await talk.heardSpans();
      return spans.map(({ from }) => from - killedAt).find((ms) => ms > ON_ITS_WAY_MS);
    });

  const messagesOf = async (talk: TestTalk) => {
    const path = `/api/conversations/${talk.session.conversationId}/messages`;
    return (await parley.world.api<{ items: StoredMessage[] }>(path)).items;
  };

  async function toolsOf({ session }: TestTalk): Promise<unknown[]> {
    const events = await new ParleyApi(parley.world.apiUrl).events(session.sessionId);
    return events
      .filter(({ type }) => type === 'tool.called')
      .map(({ payload }) => (payload as { name: string }).name);
  }

  async function round(signal: NodeJS.Signals): Promise<number[]> {
    const { world, callers } = parley;
    const talks = await Promise.all(WISHES.map((wish) => callers.call(world.apiUrl, 'rms', wish)));
    await Promise.all(
      talks.map(async (talk) => {
        await talk.greeting();
        await talk.typedTurn(LOOK);
        await talk.typedTurn(NAME);
      }),
    );
    const before = new Map(
      await Promise.all(talks.map(async (talk) => [talk, await messagesOf(talk)] as const)),
    );
    const { agent, its } = await busiest(talks);
    const killedAt = Date.now();
    const was = await world.part(agent.name);
    process.kill(was.pid, signal);
    const tookMs = await Promise.all(its.map((talk) => backAfter(talk, killedAt)));

    for (const talk of talks) {
      // Whoever took over says so first, and knows what was said and found.
      const kept = before.get(talk) ?? [];
      if (its.includes(talk)) {
        const items = await eventually('the word that somebody is there again', LOOKS_FOR_MS, async () => {
          const now = await messagesOf(talk);
          return now.length > kept.length ? now : undefined;
        });
        expect(items.slice(0, kept.length)).toEqual(kept);
        expect(items.at(-1)).toMatchObject({ role: 'agent', text: 'Sorry, I am back. Please go on.' });
      }
      const { answer } = await talk.typedTurn(QUOTE);
      expect(answer).toMatch(/\w/);
      expect(await toolsOf(talk)).toEqual(['find_packages', 'save_customer_lead', 'create_quote']);
      const said = (await messagesOf(talk)).filter(({ role }) => role === 'user').map(({ text }) => text);
      expect(said).toEqual([LOOK, NAME, QUOTE]);
    }
    await Promise.all(talks.map((talk) => talk.end()));
    await world.backAgain(was, 30_000);
    return tookMs;
  }

  it.each([
    ['SIGKILL', 'was killed'],
    ['SIGTERM', 'has to go'],
  ] as const)('is followed by another within five seconds, which knows all: %s', async (signal, how) => {
    const tookMs: number[] = [];
    for (let i = 0; i < ROUNDS; i++) tookMs.push(...(await round(signal)));
    console.log(`${how}: heard again after ${tookMs.map((ms) => (ms / 1_000).toFixed(1)).join(', ')} s`);
    expect(Math.max(...tookMs)).toBeLessThan(HEARD_WITHIN_MS);
  });
});
