import { z } from 'zod';
import { VendorFault } from '#providers';
import { SILENCE } from '../../../providers/testing/scripted-language-model.js';
import { ScriptedSynthesizer } from '../../../providers/testing/scripted-synthesizer.js';
import { PipelineScene, pipelineAgent } from '../../testing/pipeline-scene.js';
import type { TalkTool } from '../talk-tool.js';
import { PipelineTalk } from './pipeline-talk.js';
import { UNFINISHED_INSTRUCTION } from './unfinished-mark.js';

const LONG =
  'This is the first sentence of it. This is the second sentence, and it is long. And this is the third.';

function tool(answers: Record<string, unknown> = { found: 1 }, ran: unknown[] = []): TalkTool<object> {
  return {
    name: 'find_packages',
    description: 'Finds packages.',
    parameters: z.object({ destination: z.string() }),
    deadlineMs: 1_000,
    run: (args) => {
      ran.push(args);
      return Promise.resolve({ ok: true, content: answers });
    },
  };
}

describe(PipelineTalk.name, () => {
  let scene: PipelineScene;
  const begin = async (...args: ConstructorParameters<typeof PipelineScene>) => {
    scene = new PipelineScene(...args);
    await scene.begin();
    return scene;
  };
  afterEach(async () => {
    await scene.talk.close();
    expect(scene.faults).toEqual([]);
  });

  it('answers when the person has finished', async () => {
    const { model } = await begin();
    model.will(['Hello ', 'Asha. ', 'How are you?']);
    await scene.says('My name is Asha.');
    await scene.sound(600, false);
    await scene.hearOut();
    expect(scene.transcript).toEqual(['user: My name is Asha.', 'agent: Hello Asha. How are you?']);
    expect(model.asked.at(-1)?.messages.at(-1)).toEqual({ role: 'user', content: 'My name is Asha.' });
    expect(scene.states).toEqual(['listening', 'thinking', 'speaking', 'listening']);
  });

  describe('taken over', () => {
    const at = (second: number) => `2026-11-29T12:00:0${second}.000Z`;
    const said = (role: 'user' | 'agent', text: string, second: number) => ({
      role,
      text,
      heardText: null,
      interrupted: false,
      at: at(second),
    });
    const found = {
      callId: 'c1',
      name: 'find_packages',
      arguments: { destination: 'Bali' },
      result: '{"found":1}',
      at: at(2),
    };

    it('gives the answer that is owed, knowing what was done', async () => {
      const history = [said('agent', 'Where to?', 0), said('user', 'Bali.', 1)];
      const { model, talk } = await begin({ history, toolCalls: [found] });
      model.will(['One package.']);
      talk.pickUp();
      await scene.hearOut();
      expect(scene.transcript).toEqual(['agent: One package.']);
      expect(model.asked.at(-1)?.messages.slice(1)).toEqual([
        { role: 'assistant', content: 'Where to?' },
        { role: 'user', content: 'Bali.' },
        {
          role: 'assistant',
          content: '',
          toolCalls: [{ callId: 'c1', name: 'find_packages', arguments: '{"destination":"Bali"}' }],
        },
        { role: 'tool', callId: 'c1', content: '{"found":1}' },
      ]);
    });

    it('says that it is there again where nothing is owed', async () => {
      const history = [said('user', 'Bali.', 1), said('agent', 'One package.', 3)];
      const { talk } = await begin({ history, toolCalls: [{ ...found, result: null }] });
      talk.pickUp();
      await scene.hearOut();
      expect(scene.transcript).toEqual(['agent: Sorry, I am back. Please go on.']);
    });

    it('does not take for done what may not have been', async () => {
      const { model, talk } = await begin({
        history: [said('user', 'Bali.', 1)],
        toolCalls: [{ ...found, result: null }],
      });
      model.will(['Shall I look again?']);
      talk.pickUp();
      await scene.hearOut();
      expect(model.asked.at(-1)?.messages.at(-1)?.content).toContain('may have been done');
    });
  });

  it('tells what recogniser and voice took of the wait', async () => {
    const { model } = await begin();
    model.will(['Hello Asha.']);
    await scene.says('My name is Asha.');
    await scene.sound(600, false);
    await scene.hearOut();
    const { latency } = scene.told('message.added')[1] ?? {};
    expect(Object.values(latency ?? {}).map((ms) => typeof ms)).toEqual(Array(6).fill('number'));
  });

  it('finds out the language, and after two turns answers in it', async () => {
    const { model, synthesizer, transcriber } = await begin({
      definition: pipelineAgent({ language: 'auto' }),
    });
    expect(transcriber.stream.settings).toEqual({ language: undefined });
    for (const answer of ['Erstens.', 'Zweitens.', 'Drittens.']) {
      model.will([answer]);
      await scene.sound(480, true);
      await scene.sound(96, false);
      transcriber.stream.final('Wohin geht es?', 'de-DE');
      await scene.sound(1_600, false);
      await scene.hearOut();
    }
    const languages = (wanted: string) =>
      synthesizer.spoken.filter(({ text }) => text === wanted).map(({ settings }) => settings.language);
    expect([languages('Erstens.'), languages('Zweitens.'), languages('Drittens.')]).toEqual([
      [undefined],
      [undefined],
      ['de'],
    ]);
    expect(model.asked[1]?.messages[0]?.content).not.toContain('German');
    expect(model.asked.at(-1)?.messages[0]?.content).toContain('The caller speaks German');
    expect(scene.told('message.added').filter(({ role }) => role === 'user')).toEqual(
      Array(3).fill(expect.objectContaining({ language: 'de-DE' })),
    );
  });

  it('takes turns by the rules of the language it found', async () => {
    const { model, mouth, transcriber } = await begin({ definition: pipelineAgent({ language: 'auto' }) });
    model.will(['Eins.'], ['Zwei.'], [LONG], ['Ja?']);
    const says = async (text: string) => {
      await scene.sound(480, true);
      await scene.sound(96, false);
      transcriber.stream.final(text, 'de');
      await scene.sound(1_600, false);
    };
    await says('Wohin geht es?');
    await scene.hearOut();
    await says('Und dann?');
    await scene.hearOut();
    await says('Und danach?');
    await mouth.advance(100);
    await scene.sound(192, true);
    // In English it would only say that somebody listens.
    transcriber.stream.final('Okay.', 'de');
    await scene.settle();
    expect(scene.told('agent.interrupted')).toHaveLength(1);
  });

  it('stays with the language of its definition', async () => {
    const { model, synthesizer, transcriber } = await begin();
    expect(transcriber.stream.settings).toEqual({ language: 'en' });
    for (const answer of ['One.', 'Two.', 'Three.']) {
      model.will([answer]);
      await scene.sound(480, true);
      await scene.sound(96, false);
      transcriber.stream.final('Wohin geht es?', 'de');
      await scene.sound(1_600, false);
      await scene.hearOut();
    }
    expect(synthesizer.spoken.map(({ settings }) => settings.language)).not.toContain('de');
  });

  it('has the first sentence ready before it decides, and no more of it', async () => {
    const { model, synthesizer } = await begin();
    model.will([LONG]);
    await scene.says('What is it?');
    await scene.settle();
    expect(synthesizer.spoken.map(({ text }) => text)).toContain('This is the first sentence of it.');
    expect(synthesizer.spoken.map(({ text }) => text)).not.toContain('And this is the third.');
    expect(scene.mouth.heard).toEqual([]);
    await scene.sound(600, false);
    await scene.hearOut();
    expect(model.asked).toHaveLength(1);
    expect(scene.transcript.at(-1)).toBe(`agent: ${LONG}`);
  });

  it('takes an answer back without a trace when the person goes on before it is heard', async () => {
    const { model } = await begin();
    model.will([SILENCE], ['Both, then.']);
    await scene.says('I want to go to Bali.');
    await scene.sound(600, false);
    await scene.says('And to Paris.');
    await scene.sound(800, false);
    await scene.hearOut();
    expect(scene.transcript).toEqual(['user: I want to go to Bali. And to Paris.', 'agent: Both, then.']);
    expect(model.asked.at(-1)?.messages.filter(({ role }) => role === 'user')).toHaveLength(1);
  });

  it('keeps what was heard of an answer that is interrupted', async () => {
    const { model } = await begin();
    model.will([LONG], ['Sorry.']);
    await scene.says('What is it?');
    await scene.sound(600, false);
    await scene.mouth.advance(100); // two seconds
    await scene.sound(320, true);
    scene.transcriber.stream.interim('stop that please');
    await scene.settle();
    await scene.sound(96, false);
    scene.transcriber.stream.final('Stop that, please.');
    await scene.sound(600, false);
    await scene.hearOut();
    const [, answer, stop, sorry] = scene.transcript;
    expect(answer).toMatch(/^agent: This is the first.* \[heard: This is the first sentence of it\. This is/);
    expect([stop, sorry]).toEqual(['user: Stop that, please.', 'agent: Sorry.']);
    expect(model.asked.at(-1)?.messages.at(-2)?.content).toMatch(
      /^This is the first sentence of it\. This is/,
    );
    // Two windows of voice: the words that followed only told that it was meant.
    expect(scene.told('agent.interrupted').map(({ interruptionMs }) => interruptionMs)).toEqual([64]);
  });

  it('tells what the person said once they cannot go on with it, in the middle of a long answer', async () => {
    const { model, mouth } = await begin();
    model.will([LONG]);
    await scene.says('Tell me all about it.');
    await scene.sound(600, false);
    await mouth.advance(70);
    expect(scene.transcript).toEqual([]);
    await mouth.advance(40);
    expect(scene.transcript).toEqual(['user: Tell me all about it.']);
    expect(scene.told('speech.stopped')).toEqual([{ speaker: 'user' }]);
    await scene.hearOut();
    expect(scene.transcript).toEqual(['user: Tell me all about it.', `agent: ${LONG}`]);
  });

  it('holds its voice for a cough, and says again nothing that was heard', async () => {
    const { model, mouth } = await begin();
    model.will([LONG]);
    await scene.says('What is it?');
    await scene.sound(600, false);
    await mouth.advance(30);
    await scene.sound(96, true);
    await mouth.advance(10);
    const held = mouth.heard.length;
    await scene.sound(320, false);
    await scene.hearOut();
    expect(held).toBeLessThanOrEqual(34);
    const spoken = scene.synthesizer.spoken.filter(({ text }) => LONG.includes(text));
    const samples = spoken.reduce((sum, each) => sum + each.samples, 0);
    expect(mouth.heard).toHaveLength(Math.ceil(samples / 480));
    expect(scene.transcript).toEqual(['user: What is it?', `agent: ${LONG}`]);
  });

  it('does not take agreement for a turn', async () => {
    const { model, mouth } = await begin();
    model.will([LONG]);
    await scene.says('What is it?');
    await scene.sound(600, false);
    await mouth.advance(100);
    await scene.sound(192, true);
    scene.transcriber.stream.final('Okay.');
    await scene.sound(1_600, false);
    await scene.hearOut();
    expect(scene.transcript).toEqual(['user: What is it?', `agent: ${LONG}`]);
  });

  it('does not end a turn between two stretches of which the words of the second are on their way', async () => {
    const { model, transcriber } = await begin();
    model.will(['Here it is.']);
    await scene.sound(480, true);
    transcriber.stream.final('Please');
    await scene.sound(640, true);
    transcriber.stream.owesWords = true;
    await scene.sound(3_200, false);
    expect(scene.transcript).toEqual([]);
    transcriber.stream.owesWords = false;
    transcriber.stream.final('make me a quote.');
    await scene.sound(640, false);
    await scene.hearOut();
    expect(scene.transcript).toEqual(['user: Please make me a quote.', 'agent: Here it is.']);
  });

  it('waits for the words to be settled, and takes late ones for no turn of their own', async () => {
    const { model, transcriber } = await begin();
    model.will(['Fine.']);
    await scene.sound(480, true);
    transcriber.stream.interim('find me a package to');
    await scene.sound(1_600, false);
    expect(scene.transcript).toEqual([]);
    await scene.sound(600, false);
    transcriber.stream.final('Find me a package to Bali.');
    await scene.sound(1_600, false);
    await scene.hearOut();
    expect(scene.transcript).toEqual(['user: find me a package to', 'agent: Fine.']);
  });

  it('waits longer when the model says that the person has not finished', async () => {
    const { model } = await begin();
    model.will(['…'], ['Nice to meet you, Asha.']);
    await scene.says('Well, my name');
    await scene.sound(900, false);
    expect(scene.transcript).toEqual([]);
    await scene.says('is Asha.');
    await scene.sound(800, false);
    await scene.hearOut();
    expect(scene.transcript).toEqual(['user: Well, my name is Asha.', 'agent: Nice to meet you, Asha.']);
  });

  it('does not ask for ever whether the person has finished', async () => {
    const { model } = await begin();
    model.will(['…'], ['Your name, then.']);
    await scene.says('Well, my name.');
    await scene.sound(2_500, false);
    await scene.hearOut();
    expect(scene.transcript).toEqual(['user: Well, my name.', 'agent: Your name, then.']);
    const asked = model.asked.map(({ messages }) => messages[0]?.content.includes(UNFINISHED_INSTRUCTION));
    expect(asked).toEqual([true, false]);
  });

  it('runs a tool after the decision, never before, and goes on with what it brought', async () => {
    const ran: unknown[] = [];
    const { model } = await begin({}, [tool({ price: 900 }, ran)]);
    const wish = {
      type: 'tool' as const,
      callId: 'c1',
      name: 'find_packages',
      arguments: '{"destination":"bali"}',
    };
    model.will(['Let me look. ', wish], ['It costs 900 dollars.']);
    await scene.says('How much is Bali?');
    expect(model.asked).toHaveLength(1);
    expect(ran).toEqual([]);
    await scene.sound(600, false);
    await scene.hearOut();
    expect(ran).toEqual([{ destination: 'bali' }]);
    expect(model.asked.at(-1)?.messages.slice(-2)).toEqual([
      { role: 'assistant', content: expect.stringContaining('Let me look.') as string, toolCalls: [wish] },
      { role: 'tool', callId: 'c1', content: '{"price":900}' },
    ]);
    expect(scene.transcript.at(-1)).toBe('agent: Let me look. It costs 900 dollars.');
  });

  it('tells the model what is wrong with its arguments instead of running a tool', async () => {
    const ran: unknown[] = [];
    const { model } = await begin({}, [tool({}, ran)]);
    model.will([{ type: 'tool', callId: 'c1', name: 'find_packages', arguments: '{"dest' }], ['Sorry.']);
    scene.talk.hear('bali');
    await scene.hearOut();
    expect(ran).toEqual([]);
    expect(model.asked.at(-1)?.messages.at(-1)?.content).toContain('do not fit');
  });

  it('greets, and says what an operator wants in turn', async () => {
    await begin({ definition: pipelineAgent({ greeting: 'Hello there.' }) });
    scene.talk.greet();
    scene.talk.speak('We close soon.');
    await scene.hearOut();
    expect(scene.transcript).toEqual(['agent: Hello there.', 'agent: We close soon.']);
  });

  it('answers what was typed, in place of what it was saying', async () => {
    const { model } = await begin();
    model.will([LONG], ['Yes.']);
    scene.talk.hear('tell me');
    await scene.mouth.advance(50);
    scene.talk.hear('is it open');
    await scene.hearOut();
    expect(scene.transcript.slice(2)).toEqual(['user: is it open', 'agent: Yes.']);
    expect(scene.transcript[1]).toContain('[heard: This is');
  });

  it('apologises and ends when nothing can answer', async () => {
    const { model } = await begin();
    model.will([new VendorFault('key_refused', 401)]);
    scene.talk.hear('hello');
    await scene.hearOut();
    await expect(scene.ended.promise).resolves.toEqual({
      reason: 'provider_failed',
      detail: 'key_refused 401',
    });
    expect(scene.mouth.heard.length).toBeGreaterThan(50);
  });

  it('asks once more after a fault that passes', async () => {
    const { model } = await begin();
    model.will([new VendorFault('unavailable', 503)], ['Here I am.']);
    scene.talk.hear('hello');
    await model.reached(2);
    await scene.hearOut();
    expect(scene.transcript).toEqual(['user: hello', 'agent: Here I am.']);
  });

  it('tells what its vendors were used for before it has ended', async () => {
    await begin();
    scene.usage.used({ vendor: 'deepgram', model: 'scripted', audioSeconds: 1.5 });
    await scene.talk.close();
    expect(scene.told('usage.added')).toMatchObject([{ vendor: 'deepgram', audioSeconds: 1.5 }]);
  });

  it('ends in the middle of everything', async () => {
    const { model, mouth } = await begin();
    model.will([LONG]);
    await scene.says('What is it?');
    await scene.sound(600, false);
    await mouth.advance(20);
    await scene.talk.close();
    const heard = mouth.heard.length;
    await mouth.advance(20);
    expect(mouth.heard).toHaveLength(heard);
    expect(scene.transcriber.stream.isOver).toBe(true);
  });

  it('knows whom it is with, apart from its instructions, also when that is told after the beginning', async () => {
    const person = { name: 'Asha', email: null, phone: null, company: null, language: null };
    const { model } = await begin();
    model.will(['Hello.'], ['Bye.']);
    await scene.says('Hello there.');
    await scene.sound(600, false);
    await scene.hearOut();
    await scene.talk.know({ ...person, preferences: {}, talks: [] });
    await scene.says('Goodbye.');
    await scene.sound(600, false);
    await scene.hearOut();
    const [before, after] = [model.asked[0], model.asked.at(-1)].map((question) =>
      question?.messages.filter(({ role }) => role === 'system').map(({ content }) => content),
    );
    expect(before).toHaveLength(1);
    expect(after).toEqual([before?.[0], expect.stringContaining('"name":"Asha"')]);
  });

  describe('that becomes another agent', () => {
    it('is it from its next turn on, with other words, tools and voice', async () => {
      const { model, synthesizer } = await begin({}, [tool()]);
      const voice = new ScriptedSynthesizer({ msPerCharacter: 40 });
      model.will([LONG], ['Hello.']);
      await scene.says('What is it?');
      await scene.sound(600, false);
      scene.talk.become(pipelineAgent({ instructions: 'Be brief.', tools: ['find_packages'] }), voice);
      await scene.hearOut();
      await scene.says('Hello?');
      await scene.sound(600, false);
      await scene.hearOut();
      expect(scene.transcript.filter((line) => line.startsWith('agent'))).toEqual([
        `agent: ${LONG}`,
        'agent: Hello.',
      ]);
      expect(model.asked.at(-1)?.messages[0]?.content).toContain('Be brief.');
      expect(model.asked.at(-1)?.tools.map(({ name }) => name)).toEqual(['find_packages']);
      expect(voice.spoken.map(({ text }) => text)).toContain('Hello.');
      expect(synthesizer.spoken.map(({ text }) => text)).not.toContain('Hello.');
    });

    it('takes turns otherwise at once', async () => {
      const { model } = await begin();
      model.will(['Fine.']);
      const { turnTaking } = pipelineAgent();
      scene.talk.become(pipelineAgent({ turnTaking: { ...turnTaking, minSilenceMs: 3_000 } }));
      await scene.says('My name is Asha.');
      await scene.sound(2_500, false);
      expect(scene.transcript).toEqual([]);
      await scene.sound(600, false);
      await scene.hearOut();
      expect(scene.transcript.at(-1)).toBe('agent: Fine.');
    });
  });
});
