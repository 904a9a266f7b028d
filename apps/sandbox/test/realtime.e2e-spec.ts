import { Voice } from '../src/speech/voice.js';
import { RealtimeClient } from '../testing/realtime-client.js';
import { SandboxUnderTest } from '../testing/sandbox-under-test.js';
import { spoken } from '../testing/speech.js';

// Synthesis and recognition are real here, and the machine may be busy.
const PATIENCE_MS = 60_000;

const TOOLS = [
  {
    type: 'function',
    name: 'find_packages',
    parameters: {
      type: 'object',
      properties: { destination: { type: 'string' }, nights: { type: 'number' } },
    },
  },
];
const HEARD = { transcription: { model: 'gpt-live-transcribe' }, turn_detection: { type: 'semantic_vad' } };

describe('a talk by voice', () => {
  let sandbox: SandboxUnderTest;
  let client: RealtimeClient;

  beforeAll(async () => {
    sandbox = await SandboxUnderTest.start();
  });
  afterAll(() => sandbox.stop());
  beforeEach(async () => {
    await sandbox.mend();
    client = await open();
  });
  afterEach(() => client.close());

  const open = async (input: object = HEARD) => {
    const opened = await RealtimeClient.connect(sandbox.socketUrl);
    opened.update({ audio: { input }, tools: TOOLS });
    await opened.next('session.updated');
    return opened;
  };
  const say = async (text: string, to = client) => to.speak(await spoken(sandbox.app.get(Voice), text));
  const transcriptOf = async (from = client) =>
    (await from.next('conversation.item.input_audio_transcription.completed')).transcript;

  it(
    'runs in the order of the wire, calls the tool and goes on with its answer',
    async () => {
      await say('i want to go to bali for five nights');
      expect(await transcriptOf()).toBe('i want to go to bali for five nights');
      const { response } = await client.next('response.done');
      const item = client.all('input_audio_buffer.committed')[0]?.item_id;
      expect(client.events.map(({ type }) => type).filter((type) => !type.includes('transcription'))).toEqual(
        [
          'session.created',
          'conversation.created',
          'session.updated',
          'input_audio_buffer.speech_started',
          'input_audio_buffer.speech_stopped',
          'input_audio_buffer.committed',
          'conversation.item.added',
          'conversation.item.done',
          'response.created',
          'rate_limits.updated',
          'response.output_item.added',
          'conversation.item.added',
          'response.function_call_arguments.delta',
          'response.function_call_arguments.done',
          'response.output_item.done',
          'conversation.item.done',
          'response.done',
        ],
      );
      expect(client.all('conversation.item.added')[0]?.item.id).toBe(item);
      const call = response.output?.[0];
      if (call?.type !== 'function_call') throw new Error('no tool was called');
      expect(JSON.parse(call.arguments)).toEqual({ destination: 'Bali', nights: 5 });

      const output = JSON.stringify({
        success: true,
        packages: [{ id: 1, packageName: 'Bali Beach', totalNights: 5 }],
      });
      client.send({
        type: 'conversation.item.create',
        item: { type: 'function_call_output', call_id: call.call_id, output },
      });
      client.ask();
      const { transcript } = await client.next('response.output_audio_transcript.done');
      expect(transcript).toContain('Bali Beach');
      await client.next('response.done');
      expect(client.all('response.output_audio.delta').length).toBeGreaterThan(5);
    },
    PATIENCE_MS,
  );

  it(
    'understands nothing it was not made for, and says so',
    async () => {
      await say('the quick brown fox jumps over the lazy dog');
      expect(await transcriptOf()).toBe('[unclear]');
      const { response } = await client.next('response.done');
      expect(response.output).toEqual([expect.objectContaining({ type: 'message' })]);
      expect(client.all('response.output_audio_transcript.done')[0]?.transcript).toContain(
        'I am the sandbox',
      );
    },
    PATIENCE_MS,
  );

  it(
    'is silent when the person breaks in, and keeps what was heard',
    async () => {
      const interruption = await spoken(sandbox.app.get(Voice), 'no thank you');
      client.ask({ instructions: `Say exactly: "${'One two three four five six seven. '.repeat(8)}"` });
      const { item_id } = await client.next('response.output_audio.delta');
      client.speak(interruption);
      await client.next('input_audio_buffer.speech_started');
      const { response } = await client.next('response.done');
      expect(response).toMatchObject({
        status: 'cancelled',
        status_details: { type: 'cancelled', reason: 'turn_detected' },
        output: [{ id: item_id, status: 'incomplete' }],
      });
      client.send({ type: 'conversation.item.truncate', item_id, content_index: 0, audio_end_ms: 150 });
      await client.next('conversation.item.truncated');
      client.send({ type: 'conversation.item.retrieve', item_id });
      const { item } = await client.next('conversation.item.retrieved');
      const [content] = item.type === 'message' ? item.content : [];
      expect(['', 'One']).toContain(content && 'transcript' in content ? content.transcript : undefined);
      expect(await transcriptOf()).toBe('no thank you');
    },
    PATIENCE_MS,
  );

  it(
    'goes on over a person whom the session does not let interrupt, and answers afterwards',
    async () => {
      const deaf = await open({
        ...HEARD,
        turn_detection: { type: 'semantic_vad', interrupt_response: false },
      });
      deaf.ask({
        instructions: 'Say exactly: "One two three four five six seven. One two three four five six seven."',
      });
      await deaf.next('response.output_audio.delta');
      await say('hello tara', deaf);
      expect((await deaf.next('response.done')).response.status).toBe('completed');
      expect((await deaf.next('response.done')).response.status).toBe('completed');
      expect(deaf.all('response.created')).toHaveLength(2);
      deaf.close();
    },
    PATIENCE_MS,
  );

  it(
    'leaves the answer to the client when the session says so',
    async () => {
      const asked = await open({
        ...HEARD,
        turn_detection: { type: 'server_vad', create_response: false, silence_duration_ms: 200 },
      });
      await say('hello tara', asked);
      expect(await transcriptOf(asked)).toBe('hello tara');
      expect(asked.all('response.created')).toEqual([]);
      asked.ask();
      await asked.next('response.done');
      asked.close();
    },
    PATIENCE_MS,
  );

  it(
    'takes a turn that the client commits',
    async () => {
      const manual = await open({ ...HEARD, turn_detection: null });
      await say('good morning tara', manual);
      manual.send({ type: 'input_audio_buffer.commit' });
      expect(await transcriptOf(manual)).toBe('good morning tara');
      expect(manual.all('input_audio_buffer.speech_started')).toEqual([]);
      manual.close();
    },
    PATIENCE_MS,
  );

  it(
    'does not mix what two people say at once',
    async () => {
      const other = await open();
      await Promise.all([say('i want to go to rome'), say('my budget is two thousand dollars', other)]);
      expect(await Promise.all([transcriptOf(), transcriptOf(other)])).toEqual([
        'i want to go to rome',
        'my budget is two thousand dollars',
      ]);
      await Promise.all([client.next('response.done'), other.next('response.done')]);
      expect(client.all('response.function_call_arguments.done')).toHaveLength(1);
      expect(other.all('response.function_call_arguments.done')).toHaveLength(0);
      other.close();
    },
    PATIENCE_MS,
  );

  it(
    'writes down when the stages of a turn happened',
    async () => {
      await sandbox.send('DELETE', '/control/openai/turns');
      await say('hello tara');
      await client.next('response.done');
      const { body } = await sandbox.send('GET', '/control/openai/turns');
      const [turn] = body as unknown as Record<string, number>[];
      expect(turn).toMatchObject({ silenceMs: 300, outcome: 'completed', toolCalls: 0 });
      expect(turn?.committedAt).toBeGreaterThanOrEqual(turn?.speechStoppedAt ?? NaN);
      expect(turn?.firstDeltaAt).toBeGreaterThanOrEqual(turn?.heardAt ?? NaN);
    },
    PATIENCE_MS,
  );

  it(
    'answers at once with prepared words when it is measured',
    async () => {
      await sandbox.send('PUT', '/control/openai', { speech: 'prepared' });
      const measured = await open();
      await say('hello tara', measured);
      expect(await transcriptOf(measured)).toBe('[prepared]');
      await measured.next('response.done');
      await sandbox.send('PUT', '/control/openai', {});
      const { body } = await sandbox.send('GET', '/control/openai/turns?limit=1');
      const [turn] = body as unknown as Record<string, number>[];
      expect((turn?.firstDeltaAt ?? NaN) - (turn?.committedAt ?? NaN)).toBeLessThan(200);
      measured.close();
    },
    PATIENCE_MS,
  );

  it(
    'cuts the socket in the middle of an answer on request',
    async () => {
      await sandbox.break('openai', { drop: { afterDeltas: 3 } });
      const doomed = await open();
      doomed.ask({ instructions: 'Say exactly: "One two three four five six seven eight nine ten."' });
      expect((await doomed.closed).code).toBe(1006);
      expect(doomed.all('response.output_audio.delta').length).toBeLessThanOrEqual(3);
    },
    PATIENCE_MS,
  );
});
