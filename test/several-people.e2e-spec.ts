import { eventually } from './eventually.ts';
import { talking } from './talking.ts';
import type { TestTalk } from './callers.ts';

const TIMES_AT_MOST = 3;

interface Message {
  role: 'user' | 'agent';
  text: string;
  participant: string | null;
}

interface Heard {
  audioQuality: {
    people: {
      identity: string;
      speechS: number;
      lossShare: number | null;
      jitterMs: number | null;
      concealedShare: number | null;
    }[];
  };
}

/** Nobody says what another one says: words under a wrong name are seen. */
const SAYINGS = {
  asha: ['hello tara', 'what packages do you have', 'we are four people', 'thank you very much'],
  ben: [
    'which destinations do you offer',
    'i want to go to bali',
    'we want to stay for seven nights',
    'yes that is right',
  ],
  chen: [
    'please find me a package to bali',
    'my budget is two thousand dollars',
    'what is the total price for two people',
    'that sounds wonderful',
  ],
};
type Person = keyof typeof SAYINGS;

/** Recognisers write sentences with capitals and full stops. */
function words(text: string): string {
  return text.toLowerCase().replace(/[.,?!]/g, '');
}

describe('several people in one room', () => {
  const both = talking({ AGENT_PROCESSES: '1' });

  it('are heard each by themselves and answered one after another, and every turn is kept under its name', async () => {
    const asha = await both.callers.call(both.world.apiUrl, 'rms', {
      agentId: 'tara',
      userIdentity: 'asha',
      agentConfig: { mode: 'pipeline' },
    });
    await asha.greeting();
    const people: Record<Person, TestTalk> = {
      asha,
      ben: await both.callers.join(asha, 'ben', 'slt'),
      chen: await both.callers.join(asha, 'chen', 'awb'),
    };
    const path = `/api/conversations/${asha.session.conversationId}/messages?limit=100`;
    const kept = async () => (await both.world.api<{ items: Message[] }>(path)).items;
    const said = async (person: Person) =>
      (await kept()).filter(({ participant }) => participant === person).map(({ text }) => words(text));

    for (const round of SAYINGS.asha.keys()) {
      for (const [person, talk] of Object.entries(people) as [Person, TestTalk][]) {
        const sentence = SAYINGS[person][round] ?? '';
        // Where sound gets lost on a busy machine the person says it again.
        for (let times = 1; times <= TIMES_AT_MOST && !(await said(person)).includes(sentence); times += 1) {
          await talk.say(sentence);
          await talk.hear();
        }
      }
    }

    for (const person of Object.keys(SAYINGS) as Person[]) {
      const all = await said(person);
      expect({ person, all }).toEqual({ person, all: expect.arrayContaining(SAYINGS[person]) as string[] });
      const others = Object.entries(SAYINGS).flatMap(([name, texts]) => (name === person ? [] : texts));
      expect(all.filter((text) => others.includes(text))).toEqual([]);
    }
    const messages = await kept();
    const turns = messages.filter(({ role }) => role === 'user');
    expect(turns.length).toBeGreaterThanOrEqual(12);
    expect(messages.filter(({ role }) => role === 'agent').length).toBeGreaterThanOrEqual(turns.length);
    await asha.end();

    const heard = async () =>
      (await both.world.api<Heard>(`/session/${asha.session.sessionId}`)).audioQuality.people;
    await eventually('how each was heard', 10_000, async () => (await heard()).length === 3);
    // Each by the figures of their own track, though all come over one connection.
    for (const { identity, speechS, lossShare, jitterMs, concealedShare } of await heard()) {
      expect(Object.keys(SAYINGS)).toContain(identity);
      expect(speechS).toBeGreaterThan(2);
      for (const figure of [lossShare, jitterMs, concealedShare]) expect(figure).toEqual(expect.any(Number));
    }
  }, 300_000);
});
