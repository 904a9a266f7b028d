import { drawUtterances } from '../apps/sandbox/src/speech/travel-grammar.ts';
import type { Turn } from '../src/call/talk.ts';
import { Callers } from './callers.ts';
import { World } from './world.ts';

const SEED = Number(process.env['PARLEY_TEST_SEED'] || 1 + Math.floor(Math.random() * 999_999));
const PEOPLE = 2;
const UNCLEAR = '[unclear]';
const MOST_LOST = 2;

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
  let world: World;
  let callers: Callers;

  beforeAll(async () => {
    world = await World.start();
    callers = new Callers();
  }, 120_000);
  afterAll(async () => {
    await callers.close();
    await world.stop();
  }, 30_000);

  /** Says the sentences over as many lines as there are people; calls again where the agent ended the talk. */
  async function sayAll(sentences: readonly string[]): Promise<Turn[]> {
    const lines = Array.from({ length: PEOPLE }, (_, i) => sentences.filter((_s, n) => n % PEOPLE === i));
    const turns = await Promise.all(lines.map(sayInTurn));
    return turns.flat();
  }

  async function sayInTurn(sentences: readonly string[]): Promise<Turn[]> {
    if (sentences.length === 0) return [];
    const turns: Turn[] = [];
    let talk = await callers.call(world.apiUrl);
    await talk.greeting();
    for (const [index, sentence] of sentences.entries()) {
      const turn = await talk.turn(sentence);
      turns.push(turn);
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
    const turns = await sayAll(drawUtterances(SEED, 20));
    expect(turns).toHaveLength(20);
    expect(turns.filter(({ answer }) => !answer)).toEqual([]);
    // A busy machine loses sound now and then, or stands still in a sentence, which makes two of it: then nothing is written down, and
    // who is asked to says it once more.
    const lost = turns.filter(isLost).map(({ said }) => said);
    expect(lost.length).toBeLessThanOrEqual(MOST_LOST);
    if (lost.length > 0) console.log(`said again: ${lost.join('; ')}`);
    const again = await sayAll(lost);
    const written = [...turns.filter((turn) => !isLost(turn)), ...again];
    expect(written.filter(({ said, heard }) => heard !== said)).toEqual([]);
  }, 240_000);

  it('invents nothing out of ten sentences of another world', async () => {
    const before = await crm();
    const turns = await sayAll(OUTSIDE);
    expect(turns.map(({ heard }) => heard)).toEqual(OUTSIDE.map(() => UNCLEAR));
    expect(turns.flatMap(({ tools }) => tools)).toEqual([]);
    expect(turns.filter(({ answer }) => !answer)).toEqual([]);
    await expect(crm()).resolves.toEqual(before);
  }, 120_000);

  async function crm() {
    return {
      leads: await world.sandbox<unknown[]>('/control/crm/leads'),
      quotes: await world.sandbox<unknown[]>('/control/crm/quotes'),
    };
  }
});

function isLost({ heard }: Turn): boolean {
  return heard !== null && heard.replaceAll(UNCLEAR, '').trim() === '';
}
