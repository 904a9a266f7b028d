import { on, once } from 'node:events';
import OpenAI from 'openai';
import type { FunctionTool, ResponseStreamEvent } from 'openai/resources/responses/responses';
import WebSocket from 'ws';
import { SandboxUnderTest } from '../testing/sandbox-under-test.js';
import { FOUND, TRAVEL_TOOLS } from '../testing/travel-tools.js';

const MODEL = 'gpt-4o-mini';
const TOOLS: FunctionTool[] = TRAVEL_TOOLS.map(({ type, function: { name, parameters = null } }) => {
  return { type, name, parameters, strict: false };
});
const TARA = { model: MODEL, instructions: 'You are Tara. You sell travel.' };

describe('the Responses API', () => {
  let sandbox: SandboxUnderTest;
  let openai: OpenAI;

  beforeAll(async () => {
    sandbox = await SandboxUnderTest.start();
    openai = new OpenAI({
      apiKey: 'sk-any',
      baseURL: `${sandbox.url}/openai/v1`,
      maxRetries: 0,
      timeout: 5_000,
    });
  });
  afterAll(() => sandbox.stop());
  beforeEach(() => sandbox.mend());

  describe('over HTTP, through the official package', () => {
    it('answers in JSON of the form that was asked for', async () => {
      const schema = {
        type: 'object',
        properties: {
          intents: { type: 'array', items: { type: 'object', properties: {} } },
        },
      };
      const input = JSON.stringify({ intents: [{ name: 'goodbye' }], message: 'Bye!' });
      const format = { type: 'json_schema' as const, name: 'judgement', schema };
      const { output_text } = await openai.responses.create({ model: MODEL, input, text: { format } });
      expect(JSON.parse(output_text)).toEqual({ intents: [{ name: 'goodbye', confidence: 0.9 }] });
    });

    it('tells a message in events', async () => {
      const events = await collect(
        await openai.responses.create({ ...TARA, input: 'hello tara', stream: true }),
      );
      expect(events.map(({ type }) => type).filter((type) => !type.endsWith('.delta'))).toEqual([
        'response.created',
        'response.in_progress',
        'response.output_item.added',
        'response.content_part.added',
        'response.output_text.done',
        'response.content_part.done',
        'response.output_item.done',
        'response.completed',
      ]);
      expect(events.map(({ sequence_number }) => sequence_number)).toEqual(
        events.map((_event, index) => index),
      );
      const text = events.flatMap((event) =>
        event.type === 'response.output_text.delta' ? event.delta : [],
      );
      expect(text.join('')).toBe('Hello, I am Tara. Where would you like to travel?');
      const last = events.at(-1);
      expect(last?.type === 'response.completed' && last.response.usage).toMatchObject({
        output_tokens: 10,
        input_tokens_details: { cached_tokens: 0 },
      });
    });

    it('tells a call in events, and goes on from the response with its result', async () => {
      const events = await collect(
        await openai.responses.create({
          ...TARA,
          tools: TOOLS,
          input: 'please find me a package to bali for seven nights',
          stream: true,
        }),
      );
      const types = events.map(({ type }) => type);
      expect(types).toContain('response.function_call_arguments.delta');
      const done = events.find(({ type }) => type === 'response.output_item.done');
      if (done?.type !== 'response.output_item.done' || done.item.type !== 'function_call')
        throw new Error('no call');
      expect(done.item.name).toBe('find_packages');
      expect(JSON.parse(done.item.arguments)).toEqual({ destination: 'Bali', nights: 7 });

      const last = events.at(-1);
      const next = await openai.responses.create({
        ...TARA,
        tools: TOOLS,
        previous_response_id: last?.type === 'response.completed' ? last.response.id : '',
        input: [{ type: 'function_call_output', call_id: done.item.call_id, output: FOUND }],
      });
      expect(next.output_text).toContain('Bali Beach');
      expect(next.status).toBe('completed');
    });

    it('takes the whole talk where nothing is kept', async () => {
      const kept = await openai.responses.create({ ...TARA, input: 'hello tara', store: false });
      await expect(
        openai.responses.create({ ...TARA, input: 'thank you', previous_response_id: kept.id }),
      ).rejects.toMatchObject({ status: 400, code: 'previous_response_not_found' });
      const call = {
        type: 'function_call' as const,
        call_id: 'call_1',
        name: 'find_packages',
        arguments: '{}',
      };
      const { output_text } = await openai.responses.create({
        model: MODEL,
        tools: TOOLS,
        input: [
          { role: 'system', content: 'You are Tara.' },
          { role: 'user', content: [{ type: 'input_text', text: 'please find me a package to bali' }] },
          call,
          { type: 'function_call_output', call_id: 'call_1', output: FOUND },
        ],
      });
      expect(output_text).toContain('Bali Beach');
    });

    it('ends early when it may not say more', async () => {
      const response = await openai.responses.create({ ...TARA, input: 'hello tara', max_output_tokens: 2 });
      expect(response).toMatchObject({
        status: 'incomplete',
        incomplete_details: { reason: 'max_output_tokens' },
        output_text: 'Hello, I',
      });
    });

    it.each([
      [{ model: 'o1-mini' }, 404, 'model_not_found'],
      [
        { input: [{ type: 'function_call_output' as const, call_id: 'c', output: '' }] },
        400,
        'invalid_value',
      ],
      [{ temperature: 3 }, 400, 'invalid_value'],
    ])('refuses %j', async (wrong, status, code) => {
      await expect(openai.responses.create({ ...TARA, input: 'hello', ...wrong })).rejects.toMatchObject({
        status,
        code,
      });
    });

    it('fails when it is told to, whole or in a stream that began', async () => {
      await sandbox.break('openai', { fail: { next: 2, status: 429, at: 'response' } });
      await expect(openai.responses.create({ ...TARA, input: 'hello' })).rejects.toMatchObject({
        status: 429,
      });
      const events = await collect(await openai.responses.create({ ...TARA, input: 'hello', stream: true }));
      const last = events.at(-1);
      expect(last?.type === 'response.failed' && last.response.error?.code).toBe('rate_limit_exceeded');
    });
  });

  describe('on a socket', () => {
    const open = async (key = 'sk-any') => {
      const url = `${sandbox.url.replace('http', 'ws')}/openai/v1/responses?model=${MODEL}`;
      const socket = new WebSocket(url, { headers: { authorization: `Bearer ${key}` } });
      const frames = on(socket, 'message', { signal: AbortSignal.timeout(5_000) });
      await once(socket, 'open');
      const ask = (input: string) => socket.send(JSON.stringify({ type: 'response.create', ...TARA, input }));
      /** The types of the next events, up to and with the first of this one. */
      const listen = async (end: string) => {
        const types: string[] = [];
        while (types.at(-1) !== end) {
          const [data] = (await frames.next()).value as [Buffer];
          types.push((JSON.parse(data.toString()) as { type: string }).type);
        }
        return types;
      };
      return { socket, ask, listen };
    };

    it('answers one after the other', async () => {
      const { socket, ask, listen } = await open();
      ask('hello tara');
      ask('thank you');
      expect((await listen('response.completed'))[0]).toBe('response.created');
      expect((await listen('response.completed'))[0]).toBe('response.created');
      socket.terminate();
    });

    it('says what is wrong and stays open', async () => {
      const { socket, ask, listen } = await open();
      socket.send('no JSON');
      await listen('error');
      ask('hello tara');
      await listen('response.completed');
      socket.terminate();
    });

    it('wants a key', async () => {
      const { socket, ask, listen } = await open('ek_made_up');
      const closed = once(socket, 'close');
      ask('hello');
      await listen('error');
      expect((await closed)[0]).toBe(3000);
    });

    it('says nothing useful, and is cut, when it is told to', async () => {
      await sandbox.break('openai', { brownOut: true, latencyMs: 1 });
      const silent = await open();
      silent.ask('hello tara');
      expect(await silent.listen('response.content_part.added')).not.toContain('response.output_text.delta');
      silent.socket.terminate();

      await sandbox.break('openai', { drop: { afterDeltas: 2 } });
      const { socket, ask } = await open();
      ask('hello tara');
      expect((await once(socket, 'close'))[0]).toBe(1006);
    });
  });
});

async function collect(stream: AsyncIterable<ResponseStreamEvent>): Promise<ResponseStreamEvent[]> {
  const events: ResponseStreamEvent[] = [];
  for await (const event of stream) events.push(event);
  return events;
}
