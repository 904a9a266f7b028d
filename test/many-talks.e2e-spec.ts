import { setTimeout as pause } from 'node:timers/promises';
import { FIRST_NAMES, LAST_NAMES } from '../apps/sandbox/src/speech/travel-grammar.ts';
import type { StoredMessage } from '../src/call/parley-api.ts';
import type { TestTalk } from './callers.ts';
import { collectGarbage, WITH_GC, median, privateMegabytes } from './heap.ts';
import { talking } from './talking.ts';

const AT_ONCE = 6;
const ONE_AFTER_ANOTHER = 10;
const PEOPLE = 1 + AT_ONCE + ONE_AFTER_ANOTHER;
const MOST_TURNS = 4;
const UNCLEAR = '[unclear]';
/** The agent has this long after the last talk to give its memory back. */
const SETTLE_MS = 30_000;
const SAMPLE_EVERY_MS = 500;
const MAX_GROWTH = 1.2;

describe('many talks in one agent process', () => {
  const parley = talking({ ...WITH_GC, AGENT_PROCESSES: '1' });

  async function talkAs(person: number): Promise<void> {
    await introduce(person, await parley.callers.call(parley.world.apiUrl));
  }

  /** The rest of somebody's talk, whose stored words must be theirs and nobody else's, from the first to the last. */
  async function introduce(person: number, talk: TestTalk): Promise<void> {
    const sentence = `my name is ${nameOf(person)}`;
    const { text: greeting } = await talk.greeting();
    const turns = [await talk.turn(sentence)];
    // Thirteen voices on one machine: where sound gets lost on the way the person says it again.
    while (turns.at(-1)?.heard !== sentence && turns.length < MOST_TURNS)
      turns.push(await talk.turn(sentence));
    await talk.end();

    const path = `/api/conversations/${talk.session.conversationId}/messages`;
    const { items } = await parley.world.api<{ items: StoredMessage[] }>(path);
    const said = items.filter(({ role, text }) => role === 'user' && text !== UNCLEAR);
    expect(new Set(said.map(({ text }) => text))).toEqual(new Set([sentence]));
    expect(items[0]).toMatchObject({ role: 'agent', text: greeting });
    expect(items.at(-1)).toMatchObject({ role: 'agent', text: turns.at(-1)?.answer });
    const spoken = items.map(({ text }) => text.toLowerCase()).join(' ');
    const others = Array.from({ length: PEOPLE }, (_, i) => i).filter((i) => i !== person);
    expect(others.map((other) => nameOf(other)).filter((name) => spoken.includes(name))).toEqual([]);
  }

  /** Median of five samples after a forced collection: the first that is low enough, or the last before the time is over. */
  async function settledMemory(lowEnough: number): Promise<number> {
    const { pid } = await parley.world.part('agent-1');
    const deadline = Date.now() + SETTLE_MS;
    for (;;) {
      collectGarbage(pid);
      const samples: number[] = [];
      while (samples.length < 5) {
        await pause(SAMPLE_EVERY_MS);
        samples.push(await privateMegabytes(pid));
      }
      const megabytes = median(samples);
      if (megabytes <= lowEnough || Date.now() > deadline) return megabytes;
    }
  }

  it('keeps six at once and ten after another apart and complete, and gives the memory back', async () => {
    await talkAs(0);
    const afterFirst = await settledMemory(0);
    // They call one after another and then talk at once: it is the talks that may not mix.
    const talks: Promise<void>[] = [];
    for (let i = 0; i < AT_ONCE; i++) {
      talks.push(introduce(1 + i, await parley.callers.call(parley.world.apiUrl)));
    }
    await Promise.all(talks);
    for (let i = 0; i < ONE_AFTER_ANOTHER; i++) await talkAs(1 + AT_ONCE + i);
    const afterAll = await settledMemory(afterFirst * MAX_GROWTH);
    console.log(
      `private memory of the agent: ${afterFirst.toFixed(0)} MB after the first talk, ${afterAll.toFixed(0)} MB after ${AT_ONCE} at once and ${ONE_AFTER_ANOTHER} more`,
    );
    expect(afterAll / afterFirst).toBeLessThanOrEqual(MAX_GROWTH);
  }, 400_000);
});

function nameOf(person: number): string {
  return `${FIRST_NAMES[person]} ${LAST_NAMES[person]}`;
}
