import type { StoredMessage } from '../src/call/parley-api.ts';
import type { TestTalk } from './callers.ts';
import { eventually } from './eventually.ts';
import { Kept } from './kept.ts';
import { IS_ALONE, ROUNDS } from './rounds.ts';
import { talking } from './talking.ts';
import { LOOK, NAME, QUOTE, threeCalls, TOOLS, untilKnown } from './three-talks.ts';
import { hostedAt } from './world.ts';
import type { Part } from './world.ts';

const HEARD_WITHIN_MS = 5_000;
/** Of a machine that does nothing else; on any other from the moment at which its loss is known. */
const OUT_WITHIN_MS = 1_000;
/** What was on its way to a listener when the agent died. */
const ON_ITS_WAY_MS = 300;
const LOOKS_FOR_MS = 15_000;
const HELLO = 'hello tara how are you';

describe('an agent process that goes in the middle of three talks', () => {
  const parley = talking({ AGENT_PROCESSES: '2', SHUTDOWN_GRACE_MS: '0' });
  const kept = new Kept(() => parley.world);

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
  async function expectToGoOn(talk: TestTalk, before: StoredMessage[], isOwed: boolean): Promise<void> {
    const items = await eventually('the words of a successor', LOOKS_FOR_MS, async () => {
      const now = await kept.messages(talk);
      return now.length > before.length && now.at(-1)?.role === 'agent' && now;
    });
    expect(items.slice(0, before.length)).toEqual(before);
    if (!isOwed) {
      expect(items.at(-1)).toMatchObject({ role: 'agent', text: 'Sorry, I am back. Please go on.' });
    }
  }

  async function round(signal: NodeJS.Signals, isSpeaking: boolean): Promise<void> {
    const { world } = parley;
    const talks = await threeCalls(parley);
    await untilKnown(talks);
    const before = new Map(
      await Promise.all(talks.map(async (talk) => [talk, await kept.messages(talk)] as const)),
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
      expect(await kept.tools(talk)).toEqual(TOOLS);
      expect(await kept.userTexts(talk)).toEqual([LOOK, NAME, ...(wasAsked ? [HELLO] : []), QUOTE]);
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
