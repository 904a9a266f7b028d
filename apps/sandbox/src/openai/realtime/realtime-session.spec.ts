import { SessionUnderTest } from '../../../testing/session-under-test.js';
import { RealtimeSession } from './realtime-session.js';

const MS = 24;

describe(RealtimeSession.name, () => {
  let test: SessionUnderTest;
  const open = (switches?: ConstructorParameters<typeof SessionUnderTest>[0]) => {
    test = new SessionUnderTest(switches);
    return test;
  };

  afterEach(() => test.session.close());

  const errorOf = () => test.all('error').at(-1)?.error;

  it('introduces itself', () => {
    open().session.open();
    expect(test.types()).toEqual(['session.created', 'conversation.created']);
    expect(test.all('session.created')[0]?.session).toMatchObject({
      id: test.session.id,
      object: 'realtime.session',
      type: 'realtime',
      model: 'gpt-realtime',
      audio: { input: { turn_detection: { type: 'server_vad', silence_duration_ms: 500 } } },
    });
  });

  describe('session.update', () => {
    it('keeps what it does not name', () => {
      open().update({ instructions: 'Be brief.', audio: { output: { voice: 'cedar' } } });
      test.update({ audio: { input: { turn_detection: { type: 'semantic_vad' } } } });
      expect(test.all('session.updated')[1]?.session).toMatchObject({
        instructions: 'Be brief.',
        audio: {
          input: { turn_detection: { type: 'semantic_vad', eagerness: 'auto' } },
          output: { voice: 'cedar' },
        },
      });
    });

    it('refuses one with an unknown or a Beta field whole', () => {
      open().say({
        type: 'session.update',
        event_id: 'e1',
        session: { type: 'realtime', instructions: 'x', temperature: 1 },
      });
      expect(errorOf()).toEqual({
        type: 'invalid_request_error',
        code: 'unknown_parameter',
        message: "Unknown parameter: 'session.temperature'.",
        param: 'session.temperature',
        event_id: 'e1',
      });
      test.update({ modalities: ['audio'] });
      expect(errorOf()?.param).toBe('session.modalities');
      test.update({});
      expect(test.all('session.updated')).toHaveLength(1);
      expect(test.all('session.updated')[0]?.session.instructions).not.toBe('x');
    });

    it.each([
      [{ output_modalities: ['audio', 'text'] }, 'invalid_value', 'session.output_modalities'],
      [
        { audio: { input: { turn_detection: { type: 'client' } } } },
        'invalid_value',
        'session.audio.input.turn_detection.type',
      ],
      [
        { audio: { input: { format: { type: 'audio/pcmu' } } } },
        'invalid_value',
        'session.audio.input.format.type',
      ],
      [{ max_output_tokens: 9_999 }, 'invalid_value', 'session.max_output_tokens'],
      [{ instructions: 4 }, 'invalid_type', 'session.instructions'],
      [{ audio: { output: { voice: 'tenor' } } }, 'invalid_value', 'session.audio.output.voice'],
      [{ model: 'gpt-realtime-2' }, 'invalid_value', 'session.model'],
    ])('says what is wrong with %j', (update, code, param) => {
      open().update(update);
      expect(errorOf()).toMatchObject({ code, param });
    });

    it('misses the type', () => {
      open().say({ type: 'session.update', session: { instructions: 'x' } });
      expect(errorOf()).toMatchObject({ code: 'missing_required_parameter', param: 'session.type' });
    });
  });

  it.each([
    ['nonsense', 'not an object'],
    ['"text"', 'invalid_type'],
    ['{"type":"response.audio.delta"}', 'invalid_value'],
    ['{"audio":"x"}', 'missing_required_parameter'],
    ['{"type":"input_audio_buffer.append","audio":5}', 'invalid_type'],
  ])('answers %s with an error and lives on', (text, code) => {
    open().session.receive(text);
    expect(errorOf()?.code).toBe(code === 'not an object' ? 'invalid_json' : code);
    test.update({});
    expect(test.all('session.updated')).toHaveLength(1);
  });

  describe('a turn the client commits', () => {
    beforeEach(() => {
      open().update({
        audio: { input: { turn_detection: null, transcription: { model: 'gpt-live-transcribe' } } },
      });
    });

    it('is transcribed, and answered when asked for, in the order of the wire', async () => {
      test.dialogue.replies = [{ say: 'I am fine. And you?' }];
      test.speak(500);
      test.say({ type: 'input_audio_buffer.commit' });
      test.say({ type: 'response.create', response: { metadata: { client_event_id: 'c1' } } });
      const done = await test.next('response.done');
      const order = test.types().filter((type, i, all) => !type.endsWith('.delta') || all[i - 1] !== type);
      expect(order.filter((type) => !type.endsWith('delta'))).toEqual([
        'session.updated',
        'input_audio_buffer.committed',
        'conversation.item.added',
        'conversation.item.done',
        'response.created',
        'rate_limits.updated',
        'conversation.item.input_audio_transcription.completed',
        'response.output_item.added',
        'conversation.item.added',
        'response.content_part.added',
        'response.output_audio.done',
        'response.output_audio_transcript.done',
        'response.content_part.done',
        'response.output_item.done',
        'conversation.item.done',
        'response.done',
      ]);
      expect(test.all('response.created')[0]?.response.metadata).toEqual({ client_event_id: 'c1' });
      expect(test.all('response.output_audio_transcript.delta').map(({ delta }) => delta)).toEqual([
        ...['I', ' am', ' fine.', ' And', ' you?'],
      ]);
      expect(test.all('response.output_audio_transcript.done')[0]?.transcript).toBe('I am fine. And you?');
      expect(done.response).toMatchObject({
        status: 'completed',
        output: [{ type: 'message', role: 'assistant', status: 'completed' }],
        usage: { input_token_details: { audio_tokens: 5 }, output_token_details: { audio_tokens: 4 } },
      });
      expect(test.dialogue.told).toEqual(['heard hello']);
    });

    it('follows the item before it', async () => {
      test.speak(200);
      test.say({ type: 'input_audio_buffer.commit' });
      test.say({ type: 'response.create' });
      await test.next('response.done');
      test.speak(200);
      test.say({ type: 'input_audio_buffer.commit' });
      const [first, answer, second] = test.all('conversation.item.added');
      expect(first?.previous_item_id).toBeNull();
      expect(answer?.previous_item_id).toBe(first?.item.id);
      expect(second?.previous_item_id).toBe(answer?.item.id);
      expect(test.all('input_audio_buffer.committed')[1]?.previous_item_id).toBe(answer?.item.id);
    });

    it('is answered as unclear when the ear fails', async () => {
      test.transcript = Promise.reject(new Error('deaf'));
      test.speak(200);
      test.say({ type: 'input_audio_buffer.commit' });
      test.say({ type: 'response.create' });
      expect((await test.next('response.done')).response.status).toBe('completed');
      expect(test.all('conversation.item.input_audio_transcription.failed')).toHaveLength(1);
      expect(test.dialogue.told).toEqual(['heard [unclear]']);
      expect(test.faultsSeen).toEqual([new Error('deaf')]);
    });

    it('must not be empty', () => {
      test.say({ type: 'input_audio_buffer.commit' });
      expect(errorOf()?.code).toBe('input_audio_buffer_commit_empty');
      test.speak(200);
      test.say({ type: 'input_audio_buffer.clear' });
      test.say({ type: 'input_audio_buffer.commit' });
      expect(test.types()).toContain('input_audio_buffer.cleared');
      expect(test.all('error')).toHaveLength(2);
    });

    it('sends sound in whole samples', async () => {
      test.speak(200);
      test.say({ type: 'input_audio_buffer.commit' });
      test.say({ type: 'response.create' });
      await test.next('response.done');
      const sizes = test
        .all('response.output_audio.delta')
        .map(({ delta }) => Buffer.from(delta, 'base64').length);
      expect(sizes.every((size) => size > 0 && size % 2 === 0)).toBe(true);
      expect(sizes.reduce((sum, size) => sum + size, 0)).toBe('Very well.'.length * 10 * MS * 2);
    });

    it('writes down when its stages happened', async () => {
      test.speak(500);
      test.say({ type: 'input_audio_buffer.commit' });
      test.say({ type: 'response.create' });
      await test.next('response.done');
      const [turn] = test.turns.find(test.session.id, 10);
      expect(turn).toMatchObject({ silenceMs: 0, toolCalls: 0, outcome: 'completed' });
      const { committedAt, heardAt, firstDeltaAt, doneAt } = turn ?? {};
      expect([committedAt, heardAt, firstDeltaAt, doneAt].every(Number.isInteger)).toBe(true);
    });
  });

  describe('a typed turn', () => {
    const type = (text: string) =>
      test.say({
        type: 'conversation.item.create',
        item: { type: 'message', role: 'user', content: [{ type: 'input_text', text }] },
      });

    it('is read and answered', async () => {
      open();
      type('Hello');
      test.say({ type: 'response.create' });
      await test.next('response.done');
      expect(test.dialogue.told).toEqual(['read Hello']);
    });

    it('is answered in writing when the session wants text', async () => {
      open().update({ output_modalities: ['text'] });
      type('Hello');
      test.say({ type: 'response.create' });
      await test.next('response.done');
      expect(
        test
          .all('response.output_text.delta')
          .map(({ delta }) => delta)
          .join(''),
      ).toBe('Very well.');
      expect(test.all('response.content_part.added')[0]?.part).toEqual({ type: 'text', text: '' });
      expect(test.all('response.output_audio.delta')).toEqual([]);
    });

    it('calls tools, and goes on with what they gave', async () => {
      open().update({ tools: [{ type: 'function', name: 'find_packages', parameters: { type: 'object' } }] });
      test.dialogue.replies = [
        { calls: [{ name: 'find_packages', arguments: {} }] },
        { say: 'Two packages.' },
      ];
      type('Bali please');
      test.say({ type: 'response.create' });
      const { response } = await test.next('response.done');
      const [call] = response.output ?? [];
      expect(call).toMatchObject({
        type: 'function_call',
        name: 'find_packages',
        arguments: '{}',
        status: 'completed',
      });
      expect(test.all('response.function_call_arguments.done')[0]).toMatchObject({
        name: 'find_packages',
        arguments: '{}',
      });
      const call_id = call?.type === 'function_call' ? call.call_id : undefined;
      test.say({
        type: 'conversation.item.create',
        item: { type: 'function_call_output', call_id, output: '2' },
      });
      test.say({ type: 'response.create' });
      await test.next('response.done');
      expect(test.dialogue.tools).toEqual(['find_packages']);
      expect(test.dialogue.told).toEqual(['read Bali please', 'find_packages gave 2']);
      expect(test.all('response.output_audio_transcript.done')[0]?.transcript).toBe('Two packages.');
    });

    it('offers the dialogue no tools when the choice is none', async () => {
      open().update({ tools: [{ type: 'function', name: 'find_packages' }] });
      type('Bali please');
      test.say({ type: 'response.create', response: { tool_choice: 'none' } });
      await test.next('response.done');
      expect(test.dialogue.tools).toEqual([]);
    });

    it('keeps the client’s ids and places', () => {
      open();
      const add = (id: string, previous_item_id?: string | null) =>
        test.say({
          type: 'conversation.item.create',
          ...(previous_item_id !== undefined && { previous_item_id }),
          item: { id, type: 'message', role: 'system', content: [{ type: 'input_text', text: id }] },
        });
      add('two');
      add('four');
      add('one', null);
      add('zero', 'root');
      add('three', 'two');
      add('lost', 'nobody');
      add('two');
      expect(
        test
          .all('conversation.item.added')
          .slice(-5)
          .map(({ item, previous_item_id }) => [item.id, previous_item_id]),
      ).toEqual([
        ['two', null],
        ['four', 'two'],
        ['one', null],
        ['zero', null],
        ['three', 'two'],
      ]);
      expect(test.all('error').map(({ error }) => error.code)).toEqual([
        'item_create_invalid_previous_item_id',
        'item_create_invalid_item_id',
      ]);
    });
  });
});
