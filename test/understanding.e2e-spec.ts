import { drawUtterances } from '../apps/sandbox/src/speech/travel-grammar.ts';
import { isUnderstood } from '../src/call/talk.ts';
import type { Turn } from '../src/call/talk.ts';
import { Standstill } from './standstill.ts';
import { talking } from './talking.ts';

const SEED = Number(process.env['PARLEY_TEST_SEED'] || 1 + Math.floor(Math.random() * 999_999));
const PEOPLE = 2;
const MOST_LOST = 2;
const MOST_ATTEMPTS = 5;

interface Spoken extends Turn {
  /** The longest that the machine did nothing in the meantime; 0 when it was never worth a word. */
  standstillMs: number;
}

const OUTSIDE = [
  'the weather in the mountains is terrible this week',
  'could you recommend a good book about astronomy',
  'my washing machine makes a strange noise',
  'who won the football match last night',
  'seventeen blue elephants crossed the river',
  'please water the plants in the kitchen',
  'the quick brown fox jumps over the lazy dog',
  'what is the square root of forty nine',
  'I forgot where I parked the car this morning',
  'tell me a story about a dragon and a princess',
];

describe('what the sandbox understands', () => {
  const parley = talking();
  let standstill: Standstill;

  beforeAll(() => (standstill = new Standstill()));
  afterAll(() => standstill.close());

  /** Says the sentences over as many lines as there are people; calls again where the agent ended the talk. */
  async function sayAll(sentences: readonly string[], people = PEOPLE): Promise<Spoken[]> {
    const lines = Array.from({ length: people }, (_, i) => sentences.filter((_s, n) => n % people === i));
    const turns = await Promise.all(lines.map(sayInTurn));
    return turns.flat();
  }

  async function sayInTurn(sentences: readonly string[]): Promise<Spoken[]> {
    if (sentences.length === 0) return [];
    const { world, callers } = parley;
    const turns: Spoken[] = [];
    let talk = await callers.call(world.apiUrl);
    await talk.greeting();
    for (const [index, sentence] of sentences.entries()) {
      const saidAt = Date.now();
      const turn = await talk.turn(sentence);
      turns.push({ ...turn, standstillMs: standstill.longestSince(saidAt) });
      const isFarewell = turn.tools.some(({ name }) => name === 'disconnect_call');
      if (isFarewell && index + 1 < sentences.length) {
        await talk.end();
        talk = await callers.call(world.apiUrl);
        await talk.greeting();
      }
    }
    await talk.end();
    return turns;
  }

  it('writes down twenty sentences of its grammar word for word', async () => {
    console.log(`twenty sentences drawn by seed ${SEED}; PARLEY_TEST_SEED draws them again`);
    let left = drawUtterances(SEED, 20);
    let lost = 0;
    for (let attempt = 0; left.length > 0; attempt++) {
      expect(attempt).toBeLessThan(MOST_ATTEMPTS);
      // Who has to say it again has the machine to themselves.
      const turns = await sayAll(left, attempt === 0 ? PEOPLE : 1);
      expect(turns).toHaveLength(left.length);
      const failed = turns.filter(({ said, heard }) => heard !== said);
      for (const turn of failed) console.log(`said again: ${JSON.stringify(turn)}`);
      // A machine that stood still tore the sentence: that proves nothing. On one that did not a word is never a wrong one, and hardly
      // ever none.
      const ours = failed.filter(({ standstillMs }) => standstillMs === 0);
      expect(ours.filter(isUnderstood)).toEqual([]);
      lost += ours.length;
      left = failed.map(({ said }) => said);
    }
    expect(lost).toBeLessThanOrEqual(MOST_LOST);
  });

  it('invents nothing out of ten sentences of another world', async () => {
    const before = await crm();
    const turns = await sayAll(OUTSIDE);
    expect(turns).toHaveLength(OUTSIDE.length);
    expect(turns.filter(isUnderstood)).toEqual([]);
    expect(turns.flatMap(({ tools }) => tools)).toEqual([]);
    expect(turns.filter(({ answer }) => !answer)).toEqual([]);
    await expect(crm()).resolves.toEqual(before);
  });

  async function crm() {
    return {
      leads: await parley.world.sandbox<unknown[]>('/control/crm/leads'),
      quotes: await parley.world.sandbox<unknown[]>('/control/crm/quotes'),
    };
  }
});
