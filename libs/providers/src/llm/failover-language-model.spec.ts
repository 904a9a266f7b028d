import { jest } from '@jest/globals';
import { SILENCE, ScriptedLanguageModel } from '../../testing/scripted-language-model.js';
import type { AnswerStep } from '../../testing/scripted-language-model.js';
import { VendorHealths } from '../failover/vendor-health.js';
import { VendorFault } from '../vendor-fault.js';
import { FailoverLanguageModel } from './failover-language-model.js';
import { EMPTY } from './language-model.js';
import type { AnswerPiece, Question } from './language-model.js';

const question: Question = { messages: [{ role: 'user', content: 'Where to?' }], tools: [] };
const tool: AnswerPiece = { type: 'tool', callId: 'c1', name: 'find', arguments: '{}' };
const usage: AnswerPiece = { type: 'usage', inputTokens: 9, outputTokens: 3, cachedTokens: 0 };
const down = new VendorFault('unavailable', 503);

describe(FailoverLanguageModel.name, () => {
  const talk = new AbortController();
  let told: string[];
  let healths: VendorHealths;
  let openai: ScriptedLanguageModel;
  let grok: ScriptedLanguageModel;

  beforeEach(() => {
    jest.useFakeTimers();
    told = [];
    healths = new VendorHealths();
    openai = new ScriptedLanguageModel({ vendor: 'openai', modelName: 'gpt' });
    grok = new ScriptedLanguageModel({ vendor: 'grok', modelName: 'grok-4' });
  });
  afterEach(() => jest.useRealTimers());

  const model = (choices = [openai, grok]) =>
    new FailoverLanguageModel({
      choices,
      healths,
      listener: {
        failed: ({ vendor, fault, isLast }) =>
          told.push(`${vendor} failed: ${fault.message}${isLast ? ', the last' : ''}`),
        switched: ({ from, to, reason, afterMs }) =>
          told.push(`${from} to ${to}: ${reason} after ${afterMs}`),
      },
    });

  async function all(from: FailoverLanguageModel, signal = talk.signal): Promise<AnswerPiece[]> {
    const pieces = [];
    for await (const piece of from.answer(question, signal)) pieces.push(piece);
    return pieces;
  }
  const heard = async (from: FailoverLanguageModel) =>
    (await all(from)).map((piece) => (piece.type === 'text' ? piece.text : piece.type)).join('|');
  /** What comes of it, while the time goes by. */
  async function inTime<T>(work: Promise<T>, ms = 10_000): Promise<T> {
    work.catch(() => undefined);
    await jest.advanceTimersByTimeAsync(ms);
    return work;
  }

  it('passes the answer of the first on, and asks nobody else', async () => {
    openai.will(['To ', 'Rome.', usage]);
    expect(await heard(model())).toBe('To |Rome.|usage');
    expect([grok.asked, told]).toEqual([[], []]);
  });

  it('asks the next at once when the first fails', async () => {
    openai.will([down]);
    grok.will(['Rome.']);
    const both = model();
    expect(await heard(both)).toBe('Rome.');
    expect(told).toEqual(['openai failed: unavailable 503', 'openai to grok: unavailable after 0']);
    expect([both.vendor, both.modelName]).toEqual(['grok', 'grok-4']);
    expect(grok.asked).toEqual([question]);
  });

  it('goes back to the first by itself, and prefers the other after two faults', async () => {
    openai.will([down], ['Oslo.'], [down], [down], ['never']);
    grok.will(['Rome.']);
    const both = model();
    const answers = [];
    for (let count = 0; count < 5; count += 1) answers.push(await heard(both));
    expect(answers).toEqual(['Rome.', 'Oslo.', 'Rome.', 'Rome.', 'Rome.']);
    expect(openai.asked).toHaveLength(4);
    expect(told.filter((text) => text.includes(' to '))).toEqual([
      'openai to grok: unavailable after 0',
      'openai to grok: unavailable after 0',
    ]);
    // Another talk knows it too.
    expect(await heard(model())).toBe('Rome.');
    expect(told.at(-1)).toBe('openai to grok: left_alone after 0');
  });

  it.each<[string, AnswerStep[], AnswerStep[], string]>([
    [
      'goes on',
      ['There are ', 'three', down],
      [' hotels', ' in Rome.'],
      'There are |three| hotels| in Rome.',
    ],
    ['says the end again', ['There are ', 'three', down], ['are three hotels.'], 'There are |three| hotels.'],
    [
      'has nothing to add',
      ['Three.', down],
      [new VendorFault('answer_failed', undefined, undefined, EMPTY)],
      'Three.',
    ],
    ['has a tool to add', ['One moment.', down], ['One moment.', tool], 'One moment.|tool'],
  ])('has an answer that broke off finished by one who %s', async (_, begun, rest, whole) => {
    openai.will(begun);
    grok.will(rest);
    expect(await heard(model())).toBe(whole);
    expect(grok.asked[0]?.messages.slice(1)).toEqual([
      { role: 'assistant', content: begun.filter((step) => typeof step === 'string').join('') },
      { role: 'system', content: expect.stringContaining('Go on') as string },
    ]);
  });

  it('ends an answer that broke off after a tool', async () => {
    openai.will(['One moment.', tool, down]);
    expect(await heard(model())).toBe('One moment.|tool');
    expect(grok.asked).toEqual([]);
    expect(told).toEqual(['openai failed: unavailable 503']);
  });

  it('asks the next beside one that is slow, and takes that back when the other is first', async () => {
    openai.will([SILENCE]);
    grok.will([{ afterMs: 200 }, 'Rome.']);
    expect(await inTime(heard(model()), 1_700)).toBe('Rome.');
    expect(openai.takenBack).toBe(1);
    expect(told).toEqual(['openai failed: stalled', 'openai to grok: stalled after 1700']);
  });

  it('stays with the slow one when it is first after all', async () => {
    openai.will([{ afterMs: 1_600 }, 'Oslo.']);
    grok.will([SILENCE]);
    expect(await inTime(heard(model()), 1_600)).toBe('Oslo.');
    expect([grok.takenBack, told]).toEqual([1, []]);
  });

  it('may ask one that was taken back for the rest', async () => {
    openai.will([{ afterMs: 1_600 }, 'To ', down]);
    grok.will([SILENCE], ['Rome.']);
    expect(await inTime(heard(model()))).toBe('To |Rome.');
  });

  it('does not take what a slow one fails with for a reason to wait', async () => {
    openai.will([{ afterMs: 1_600 }, down]);
    grok.will([{ afterMs: 300 }, 'Rome.']);
    expect(await inTime(heard(model()))).toBe('Rome.');
    expect(grok.asked).toHaveLength(1);
  });

  it('asks all once more after a moment, and then gives up with the last fault', async () => {
    const cut = new VendorFault('dropped');
    openai.will([down]);
    grok.will([cut]);
    await expect(inTime(all(model()))).rejects.toBe(cut);
    expect([openai.asked.length, grok.asked.length]).toEqual([2, 2]);
    expect(told.filter((text) => text.endsWith('the last'))).toEqual(['grok failed: dropped, the last']);
  });

  it('answers when the second round helps', async () => {
    openai.will([down], ['Oslo.']);
    const alone = model([openai]);
    const answer = heard(alone);
    await jest.advanceTimersByTimeAsync(299);
    expect(openai.asked).toHaveLength(1);
    expect(await inTime(answer)).toBe('Oslo.');
  });

  it.each([
    ['cannot be mended', new VendorFault('key_refused', 401)],
    ['wants to be left alone for long', new VendorFault('rate_limited', 429, 20_000)],
  ])('does not ask again what %s', async (_, fault) => {
    openai.will([fault]);
    await expect(all(model([openai]))).rejects.toBe(fault);
    expect(openai.asked).toHaveLength(1);
    expect(told).toEqual([`openai failed: ${fault.message}, the last`]);
  });

  it('asks one that refuses this talk last from then on, and nobody else hears of it', async () => {
    openai.will([new VendorFault('refused', 404)]);
    grok.will(['Rome.']);
    const both = model();
    await heard(both);
    await heard(both);
    expect([openai.asked.length, grok.asked.length]).toEqual([1, 2]);
    expect(healths.of('llm', 'openai').isTrusted).toBe(true);
  });

  it('ends silently when nobody wants the answer any more', async () => {
    const over = new AbortController();
    openai.will(['To ', SILENCE]);
    const pieces = model().answer(question, over.signal);
    await pieces.next();
    const next = pieces.next();
    over.abort();
    expect(await next).toEqual({ done: true, value: undefined });
    expect([openai.takenBack, grok.asked, told]).toEqual([1, [], []]);
    expect(await all(model(), over.signal)).toEqual([]);
    expect(openai.asked).toHaveLength(1);
  });

  it.each([
    ['while both are asked', 1_600],
    ['while it waits to ask again', 100],
  ])('ends silently %s', async (_, afterMs) => {
    const over = new AbortController();
    const isBoth = afterMs > 1_500;
    openai.will(isBoth ? [SILENCE] : [down]);
    grok.will([SILENCE]);
    const answer = all(model(isBoth ? undefined : [openai]), over.signal);
    await jest.advanceTimersByTimeAsync(afterMs);
    over.abort();
    expect(await answer).toEqual([]);
    expect(jest.getTimerCount()).toBe(0);
    expect(grok.takenBack).toBe(isBoth ? 1 : 0);
  });

  it('takes the question back when the pieces are not taken', async () => {
    openai.will(['To ', 'Rome.']);
    for await (const piece of model().answer(question, talk.signal)) {
      expect(piece).toEqual({ type: 'text', text: 'To ' });
      break;
    }
    expect(openai.takenBack).toBe(1);
  });

  it('throws a bug on', async () => {
    const bug = new TypeError('no such thing');
    openai.answer = () => {
      throw bug;
    };
    await expect(all(model())).rejects.toBe(bug);
  });
});
