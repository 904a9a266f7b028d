import { SessionUnderTest } from '../../../testing/session-under-test.js';
import { SessionResponses } from './session-responses.js';

describe(SessionResponses.name, () => {
  let test: SessionUnderTest;
  const open = (...options: ConstructorParameters<typeof SessionUnderTest>) => {
    test = new SessionUnderTest(...options);
    return test;
  };
  const type = (text: string, id?: string) =>
    test.say({
      type: 'conversation.item.create',
      item: { ...(id && { id }), type: 'message', role: 'user', content: [{ type: 'input_text', text }] },
    });
  const answerOf = (text: string) => ({
    type: 'message',
    role: 'assistant',
    content: [{ type: 'output_text', text }],
  });
  const ask = (response: object = {}) => test.say({ type: 'response.create', response });
  const said = () => test.all('response.output_audio_transcript.done').map(({ transcript }) => transcript);

  afterEach(() => {
    test.session.close();
    expect(test.faultsSeen).toEqual([]);
  });

  it('greets when there is nothing to answer', async () => {
    open();
    test.dialogue.replies = [{ say: 'Good day.' }];
    ask();
    await test.next('response.done');
    expect(test.dialogue.told).toEqual(['greet']);
    expect(said()).toEqual(['Good day.']);
  });

  it('says word for word what the instructions want said', async () => {
    open();
    ask({ instructions: 'You are Tara.\nSay exactly this, word for word: "Hello, I am "Tara". Where to?"' });
    await test.next('response.done');
    expect(said()).toEqual(['Hello, I am "Tara". Where to?']);
    expect(test.dialogue.told).toEqual([]);
  });

  it('lets one response at a time into the conversation', async () => {
    open({ speedUp: 1 });
    ask();
    const { response } = await test.next('response.created');
    ask();
    const { error } = await test.next('error');
    expect(error).toMatchObject({ code: 'conversation_already_has_active_response' });
    expect(error.message).toContain(response.id);
  });

  it('ends one that the client cancels where it is, and only once', async () => {
    open({ speedUp: 1 });
    test.dialogue.replies = [{ say: 'A sentence that takes its time to be said to the end of it.' }];
    ask();
    await test.next('response.output_audio.delta');
    test.say({ type: 'response.cancel' });
    const { response } = await test.next('response.done');
    expect(response).toMatchObject({
      status: 'cancelled',
      status_details: { type: 'cancelled', reason: 'client_cancelled' },
      output: [{ type: 'message', status: 'incomplete' }],
    });
    expect(said()[0]).toMatch(/^A sentence/);
    test.say({ type: 'response.cancel' });
    expect(test.all('error').at(-1)?.error.message).toMatch(/^Cancellation failed/);
    expect(test.all('response.done')).toHaveLength(1);
  });

  it('asks again for what was cancelled before it was understood', async () => {
    open().update({ audio: { input: { turn_detection: null } } });
    let understood: (() => void) | undefined;
    const words = test.transcript;
    test.transcript = new Promise((resolve) => (understood = () => void words.then(resolve)));
    test.speak(300);
    test.say({ type: 'input_audio_buffer.commit' });
    ask();
    test.say({ type: 'response.cancel' });
    understood?.();
    ask();
    await test.next('response.done');
    const { response } = await test.next('response.done');
    expect(response.status).toBe('completed');
    expect(test.dialogue.told).toEqual(['heard hello']);
  });

  it('stops at the greatest number of tokens', async () => {
    open();
    test.dialogue.replies = [{ say: 'word '.repeat(100) }];
    ask({ max_output_tokens: 20 });
    const { response } = await test.next('response.done');
    expect(response).toMatchObject({
      status: 'incomplete',
      status_details: { type: 'incomplete', reason: 'max_output_tokens' },
    });
    expect(response.usage?.output_tokens).toBeLessThan(40);
  });

  it('answers out of band beside the conversation and without a trace in it', async () => {
    open({ speedUp: 1 });
    ask();
    const active = await test.next('response.created');
    test.dialogue.told.length = 0;
    ask({
      conversation: 'none',
      output_modalities: ['text'],
      input: [{ type: 'message', role: 'user', content: [{ type: 'input_text', text: 'Which topic?' }] }],
    });
    const { response } = await test.next('response.done');
    expect(response.id).not.toBe(active.response.id);
    expect(response.conversation_id).toBeUndefined();
    expect(test.dialogue.told).toEqual(['read Which topic?']);
    expect(test.all('conversation.item.added')).toHaveLength(1);
  });

  it('counts what the last response read as cached', async () => {
    open();
    type('How much is the trip to Bali?');
    ask();
    const first = await test.next('response.done');
    type('And to Goa?');
    ask();
    const second = await test.next('response.done');
    const read = first.response.usage?.input_tokens ?? 0;
    expect(first.response.usage?.input_token_details?.cached_tokens).toBe(0);
    expect(second.response.usage?.input_token_details?.cached_tokens).toBe(read);
    expect(second.response.usage?.input_tokens).toBeGreaterThan(read);
  });

  describe('history that a client writes down', () => {
    it('brings the dialogue to where the talk was, without an answer', async () => {
      open();
      type('Bali please');
      test.say({ type: 'conversation.item.create', item: answerOf('For how long?') });
      test.dialogue.replies = [{ calls: [{ name: 'find_packages', arguments: {} }] }];
      type('Five nights');
      ask();
      await test.next('response.done');
      expect(test.dialogue.told).toEqual([
        'read Bali please',
        'find_packages gave {"success":true}',
        'read Five nights',
      ]);
      expect(test.all('response.output_item.added')).toHaveLength(1);
    });

    it('is not said anew when the client writes an item again', async () => {
      open();
      type('Bali please', 'item_1');
      ask();
      await test.next('response.done');
      test.say({ type: 'conversation.item.delete', item_id: 'item_1' });
      type('Bali please', 'item_1');
      test.dialogue.replies = [{ say: 'Anything else?' }];
      ask({ instructions: 'Ask what else.' });
      await test.next('response.done');
      expect(test.dialogue.told).toEqual(['read Bali please', 'greet Ask what else.']);
    });

    it('takes back what is deleted before it was answered', async () => {
      open();
      type('Never mind', 'item_1');
      test.say({ type: 'conversation.item.delete', item_id: 'item_1' });
      expect(test.all('conversation.item.deleted')[0]?.item_id).toBe('item_1');
      ask();
      await test.next('response.done');
      expect(test.dialogue.told).toEqual(['greet']);
    });
  });

  describe('the truncation of an answer', () => {
    const answer = async () => {
      open({ msPerLetter: 100 });
      test.dialogue.replies = [{ say: 'One two three four.' }];
      ask();
      const { response } = await test.next('response.done');
      return response.output?.[0]?.id ?? '';
    };
    const truncate = (item_id: string, audio_end_ms: number, content_index = 0) =>
      test.say({ type: 'conversation.item.truncate', item_id, content_index, audio_end_ms });

    it('keeps what was heard', async () => {
      const id = await answer();
      truncate(id, 1_000);
      expect(test.all('conversation.item.truncated')[0]).toMatchObject({ item_id: id, audio_end_ms: 1_000 });
      test.say({ type: 'conversation.item.retrieve', item_id: id });
      expect(test.all('conversation.item.retrieved')[0]?.item).toMatchObject({
        content: [{ type: 'output_audio', transcript: 'One two' }],
      });
    });

    it('is refused for what is not there', async () => {
      const id = await answer();
      truncate(id, 60_000);
      truncate('item_9', 100);
      truncate(id, 100, 1);
      expect(test.all('error').map(({ error }) => [error.code, error.param])).toEqual([
        ['invalid_value', 'audio_end_ms'],
        ['item_truncate_invalid_item_id', 'item_id'],
        ['invalid_value', 'item_id'],
      ]);
    });
  });

  it('does not know the outputs of calls that nobody made', () => {
    open().say({
      type: 'conversation.item.create',
      item: { type: 'function_call_output', call_id: 'call_9', output: '' },
    });
    expect(test.all('error')[0]?.error).toMatchObject({
      code: 'invalid_tool_call_id',
      param: 'item.call_id',
    });
  });

  describe('what goes wrong on request', () => {
    const inOrder = { latencyMs: 0, brownOut: false, refuseCredentials: false };

    it('fails the next responses with the error of the status', async () => {
      open().faults.set({ ...inOrder, fail: { next: 1, status: 429, at: 'response' } });
      ask();
      expect((await test.next('response.done')).response).toMatchObject({
        status: 'failed',
        status_details: { type: 'failed', error: { code: 'rate_limit_exceeded' } },
      });
      ask();
      expect((await test.next('response.done')).response.status).toBe('completed');
    });

    it('begins a response that never says anything', async () => {
      open().faults.set({ ...inOrder, brownOut: true });
      ask();
      await test.next('response.created');
      test.say({ type: 'response.cancel' });
      expect((await test.next('response.done')).response).toMatchObject({ status: 'cancelled', output: [] });
    });

    it('stalls after the first piece of an answer', async () => {
      open().faults.set({ ...inOrder, stall: 'stream' });
      test.dialogue.replies = [{ say: 'A sentence of more than one piece.' }];
      ask();
      await test.next('response.output_audio.delta');
      test.say({ type: 'response.cancel' });
      await test.next('response.done');
      expect(test.all('response.output_audio.delta')).toHaveLength(1);
    });

    it('waits before the first piece', async () => {
      open().faults.set({ ...inOrder, latencyMs: 60 });
      const startedAt = performance.now();
      ask();
      await test.next('response.output_audio.delta');
      expect(performance.now() - startedAt).toBeGreaterThan(55);
    });
  });

  it('ends the session when its time is over', async () => {
    open({ sessionMaxS: 0.02 });
    expect((await test.next('error')).error.code).toBe('session_expired');
    expect(test.hungUp[0]).toMatch(/^1001 Your session hit the maximum duration/);
  });
});
