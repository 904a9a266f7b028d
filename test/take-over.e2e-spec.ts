import type { AgentWish, StoredMessage } from '../src/call/parley-api.ts';
import { ParleyApi } from '../src/call/parley-api.ts';
import type { TestTalk } from './callers.ts';
import { eventually } from './eventually.ts';
import { IS_ALONE, ROUNDS } from './rounds.ts';
import { talking } from './talking.ts';
import { hostedAt } from './world.ts';
import type { Part } from './world.ts';

const HEARD_WITHIN_MS = 5_000;
/** Of a machine that does nothing else; on any other from the moment at which its loss is known. */
const OUT_WITHIN_MS = 1_000;
/** What was on its way to a listener when the agent died. */
const ON_ITS_WAY_MS = 300;
const LOOKS_FOR_MS = 15_000;
const PIPELINE: AgentWish = { agentId: 'tara', agentConfig: { mode: 'pipeline', llm: 'gpt-4o-mini' } };
const WISHES: readonly AgentWish[] = [{ agentId: 'tara' }, PIPELINE, { agentId: 'tara' }];
const LOOK = 'please find me a package to bali';
const NAME = 'my name is asha rao and my email address is asha at example dot com';
const HELLO = 'hello tara how are you';
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

  const heardSince = async (talk: TestTalk, since: number) => {
    const spans = await talk.heardSpans();
    return spans.map(({ from }) => from - since).find((ms) => ms > 0);
  };

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

  /** When the agent that died left the room, by the caller's account. */
  const ghostLeft = (talk: TestTalk, killedAt: number) =>
    eventually('the ghost to be out of the room', LOOKS_FOR_MS, async () => {
      const { departures } = await talk.seen();
      return departures.find(({ identity, at }) => identity.startsWith('agent') && at >= killedAt)?.at;
    });

  /** When the api gave the agent up, by its log. */
  async function givenUpAt({ session: { sessionId } }: TestTalk): Promise<number> {
    const lines = (await parley.world.log('api')).split('\n').filter((line) => line.includes('agent lost'));
    const entries = lines.map((line) => JSON.parse(line) as { time: string | number; sessionId: string });
    const entry = entries.findLast((each) => each.sessionId === sessionId);
    if (!entry) throw new Error('The api did not notice that an agent was lost.');
    return new Date(entry.time).getTime();
  }

  /** Idle, or in the middle of an answer to each of them. */
  async function occupy(talks: readonly TestTalk[], isSpeaking: boolean): Promise<void> {
    if (!isSpeaking) return;
    await Promise.all(
      talks.map(async (talk) => {
        const askedAt = Date.now();
        await talk.type(HELLO);
        await eventually('the first sound of an answer', LOOKS_FOR_MS, () => heardSince(talk, askedAt));
      }),
    );
  }

  /** Whoever took over knows what was said and found; it gives the answer that is owed, or says that it is there. */
  async function expectToGoOn(talk: TestTalk, kept: StoredMessage[], isOwed: boolean): Promise<void> {
    const items = await eventually('the words of a successor', LOOKS_FOR_MS, async () => {
      const fresh = (await messagesOf(talk)).slice(kept.length);
      return fresh.at(-1)?.role === 'agent' && [...kept, ...fresh];
    });
    expect(items.slice(0, kept.length)).toEqual(kept);
    if (!isOwed) {
      expect(items.at(-1)).toMatchObject({ role: 'agent', text: 'Sorry, I am back. Please go on.' });
    }
  }

  async function round(signal: NodeJS.Signals, isSpeaking: boolean): Promise<void> {
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
    await occupy(its, isSpeaking);
    const killedAt = Date.now();
    const was = await world.part(agent.name);
    process.kill(was.pid, signal);
    const tookMs = await Promise.all(
      its.map((talk) =>
        eventually('the agent to be heard again', LOOKS_FOR_MS, () =>
          heardSince(talk, killedAt + ON_ITS_WAY_MS),
        ),
      ),
    );
    const outAt = await Promise.all(its.map((talk) => ghostLeft(talk, killedAt)));

    const goOn = async (talk: TestTalk) => {
      const wasAsked = isSpeaking && its.includes(talk);
      if (its.includes(talk)) await expectToGoOn(talk, before.get(talk) ?? [], wasAsked);
      const { answer } = await talk.typedTurn(QUOTE);
      expect(answer).toMatch(/\w/);
      expect(await toolsOf(talk)).toEqual(['find_packages', 'save_customer_lead', 'create_quote']);
      const said = (await messagesOf(talk)).filter(({ role }) => role === 'user').map(({ text }) => text);
      expect(said).toEqual([LOOK, NAME, ...(wasAsked ? [HELLO] : []), QUOTE]);
      expect((await talk.seen()).voicesAtOnce).toEqual([]);
    };
    await Promise.all(talks.map(goOn));
    console.log(
      `${signal}${isSpeaking ? ' while it speaks' : ''}: heard again after ${seconds(tookMs.map((ms) => ms + ON_ITS_WAY_MS))}; the ghost out after ${seconds(outAt.map((at) => at - killedAt))}`,
    );
    expect(Math.max(...tookMs) + ON_ITS_WAY_MS).toBeLessThan(HEARD_WITHIN_MS);
    for (const [index, talk] of its.entries()) {
      if (signal !== 'SIGKILL') break;
      const since = IS_ALONE ? killedAt : await givenUpAt(talk);
      expect((outAt[index] ?? NaN) - since).toBeLessThan(OUT_WITHIN_MS);
    }
    await Promise.all(talks.map((talk) => talk.end()));
    await world.backAgain(was, 30_000);
  }

  it.each(ROUNDS)(
    'is followed by another within five seconds, which knows all: killed, round %i',
    async (number) => {
      await round('SIGKILL', number % 2 === 0);
    },
  );

  it.each(ROUNDS)('hands its talks over before it goes when it is told to: round %i', async (number) => {
    await round('SIGTERM', number % 2 === 0);
  });
});

function seconds(durationsMs: readonly number[]): string {
  return durationsMs.map((ms) => `${(ms / 1_000).toFixed(2)} s`).join(', ');
}
