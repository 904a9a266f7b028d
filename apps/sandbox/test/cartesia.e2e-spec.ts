import Cartesia from '@cartesia/cartesia-js';
import { TTSWS } from '@cartesia/cartesia-js/resources/tts/ws';
import { PlainWebSocket } from '../testing/plain-tls.js';
import { SandboxUnderTest } from '../testing/sandbox-under-test.js';
import { VendorClient } from '../testing/vendor-client.js';
import type { VendorEvent } from '../testing/vendor-client.js';

const OLD = { 'x-api-key': 'any', 'cartesia-version': '2025-04-16' };
const NEW = { 'x-api-key': 'any', 'cartesia-version': '2026-03-01' };
const FORMAT = { container: 'raw', encoding: 'pcm_s16le', sample_rate: 24_000 } as const;
const COMMON = { model_id: 'sonic-3', voice: { mode: 'id', id: 'slt' }, output_format: FORMAT } as const;

describe('Cartesia, through its own package and on the socket', () => {
  let sandbox: SandboxUnderTest;
  let cartesia: Cartesia;
  let open: VendorClient[] = [];

  beforeAll(async () => {
    sandbox = await SandboxUnderTest.start();
    cartesia = new Cartesia({ apiKey: 'any', baseURL: `${sandbox.url}/cartesia`, maxRetries: 0 });
  });
  afterAll(() => sandbox.stop());
  beforeEach(() => sandbox.mend());
  afterEach(async () => {
    for (const client of open) client.close();
    open = [];
    await sandbox.send('PUT', '/control/voices/cartesia', {});
  });

  const connect = async (headers: Record<string, string> = OLD, query = '') => {
    const client = await VendorClient.connect(
      sandbox.socketUrlOf(`/cartesia/tts/websocket${query}`),
      headers,
    );
    open.push(client);
    return client;
  };
  const soundOf = (events: VendorEvent[], id: string) =>
    Buffer.concat(
      events
        .filter(({ type, context_id }) => type === 'chunk' && context_id === id)
        .map(({ data }) => Buffer.from(String(data), 'base64')),
    );
  const seconds = (bytes: Buffer, rate = 24_000) => bytes.length / 2 / rate;

  it('is understood by its own package, on the socket', async () => {
    const native = globalThis.WebSocket;
    Object.assign(globalThis, { WebSocket: PlainWebSocket });
    const connecting = new TTSWS(cartesia).connect();
    Object.assign(globalThis, { WebSocket: native });
    const socket = await connecting;
    socket.on('error', () => undefined);
    const types: string[] = [];
    let bytes = 0;
    const request = { ...COMMON, transcript: 'Hello there. How are you?', add_timestamps: true };
    for await (const event of socket.generate({ ...request, context_id: 'one' })) {
      if (types.at(-1) !== event.type) types.push(event.type ?? '');
      if (event.type === 'chunk') bytes += event.audio?.byteLength ?? 0;
    }
    expect(types).toEqual(['timestamps', 'chunk', 'timestamps', 'chunk', 'done']);
    expect(bytes / 2 / 24_000).toBeGreaterThan(1);
    socket.close();
  });

  it('is understood by its own package, over HTTP', async () => {
    const answer = await cartesia.tts.generate({ ...COMMON, transcript: 'Hello there.' });
    expect((await answer.arrayBuffer()).byteLength / 2 / 24_000).toBeGreaterThan(0.4);
    const voices = await cartesia.voices.list();
    expect(voices.data.map(({ id }) => id)).toContain('slt');
    expect((await cartesia.voices.get('rms')).name).toBe('rms');
    await expect(cartesia.voices.get('nobody')).rejects.toMatchObject({ status: 404 });
  });

  it('says a context as its texts come, with every field of a chunk', async () => {
    const client = await connect();
    client.say({ ...COMMON, context_id: 'a', transcript: 'Hello ', continue: true });
    client.say({ ...COMMON, context_id: 'a', transcript: 'there. And', continue: true });
    expect(await client.next('chunk')).toEqual({
      type: 'chunk',
      done: false,
      status_code: 206,
      context_id: 'a',
      data: expect.any(String) as string,
      step_time: expect.any(Number) as number,
      flush_id: 0,
    });
    client.say({ ...COMMON, context_id: 'a', transcript: ' that is all', continue: true, flush: true });
    expect(await client.next('flush_done')).toMatchObject({ flush_done: true, flush_id: 1, context_id: 'a' });
    expect(client.events.some(({ type }) => type === 'done')).toBe(false);
    client.say({ ...COMMON, context_id: 'a', transcript: ' ', continue: false });
    expect(await client.next('done')).toEqual({
      type: 'done',
      done: true,
      status_code: 200,
      context_id: 'a',
    });
    expect(seconds(soundOf(client.events, 'a'))).toBeGreaterThan(1);
  });

  it('says contexts beside each other', async () => {
    const client = await connect();
    for (const id of ['a', 'b'])
      client.say({ ...COMMON, context_id: id, transcript: 'Hello there, it is me.' });
    await client.until(() => client.events.filter(({ type }) => type === 'done').length === 2, 'two ends');
    const order = client.events.map(({ context_id }) => context_id);
    expect(order.indexOf('b')).toBeLessThan(order.lastIndexOf('a'));
    expect(soundOf(client.events, 'a')).toEqual(soundOf(client.events, 'b'));
  });

  it('says what was begun to its end after a cancel, and nothing more', async () => {
    const client = await connect();
    for (const transcript of ['One two three.', 'Four five six.', 'Seven eight nine.']) {
      client.say({ ...COMMON, context_id: 'a', transcript, continue: true });
    }
    await client.next('chunk');
    client.say({ context_id: 'a', cancel: true });
    await client.next('done');
    expect(seconds(soundOf(client.events, 'a'))).toBeLessThan(1.8);
  });

  it.each([8_000, 16_000, 22_050, 44_100] as const)('speaks at %i samples a second', async (rate) => {
    const client = await connect();
    const output_format = { ...FORMAT, sample_rate: rate };
    client.say({ ...COMMON, output_format, context_id: 'a', transcript: 'Hello there.' });
    await client.next('done');
    expect(seconds(soundOf(client.events, 'a'), rate)).toBeGreaterThan(0.4);
    expect(seconds(soundOf(client.events, 'a'), rate)).toBeLessThan(1.2);
  });

  it('keeps the time to the first byte, and is faster than real time after it', async () => {
    await sandbox.send('PUT', '/control/voices/cartesia', { firstByteMs: 250, speedUp: 20 });
    const client = await connect();
    const startedAt = performance.now();
    const elapsed = () => performance.now() - startedAt;
    client.say({
      ...COMMON,
      context_id: 'a',
      transcript: 'Hello there, this is a longer sentence to be said.',
    });
    await client.next('chunk');
    expect(elapsed()).toBeGreaterThanOrEqual(245);
    await client.next('done');
    expect(elapsed() / 1_000).toBeLessThan(seconds(soundOf(client.events, 'a')));
  });

  it.each([
    ['what is not JSON', '{', 'invalid_request'],
    ['a frame without a model', { transcript: 'a', context_id: 'a' }, 'invalid_request'],
    [
      'a container it does not speak',
      { ...COMMON, output_format: { container: 'mp3' }, transcript: 'a' },
      'invalid_request',
    ],
    ['no words at all', { ...COMMON, transcript: ' ', context_id: 'a' }, 'invalid_request'],
  ])('refuses %s in the words of either version', async (_what, frame, code) => {
    const [old, current] = [await connect(OLD), await connect(NEW)];
    for (const client of [old, current]) {
      client.socket.send(typeof frame === 'string' ? frame : JSON.stringify(frame));
    }
    expect(await old.next('error')).toMatchObject({
      done: true,
      status_code: 400,
      error: expect.any(String) as string,
    });
    const error = await current.next('error');
    expect(error).toMatchObject({ status_code: 400, error_code: code, title: 'Invalid request' });
    expect(error).not.toHaveProperty('error');
  });

  it('lets a context change nothing but its words', async () => {
    const client = await connect();
    client.say({ ...COMMON, context_id: 'a', transcript: 'One.', continue: true });
    client.say({
      ...COMMON,
      voice: { mode: 'id', id: 'rms' },
      context_id: 'a',
      transcript: 'Two.',
      continue: true,
    });
    expect(await client.next('error')).toMatchObject({ context_id: 'a', status_code: 400 });
  });

  it('wants a key or a token that is good', async () => {
    await expect(connect({})).rejects.toThrow('401');
    const { body } = await sandbox.send('POST', '/cartesia/access-token', { expires_in: 60 }, OLD);
    const query = `?cartesia_version=2026-03-01&access_token=${String(body?.token)}`;
    await connect({}, query);
    await sandbox.send('POST', '/control/cartesia/expire-credentials');
    await expect(connect({}, query)).rejects.toThrow('401');
    await sandbox.break('cartesia', { refuseCredentials: true });
    const answer = await sandbox.send('POST', '/cartesia/tts/bytes', {}, NEW);
    expect(answer.status).toBe(401);
    expect(answer.body).toMatchObject({ error_code: 'unauthorized' });
  });

  it('goes wrong where it is told to', async () => {
    const speak = async () => {
      const client = await connect();
      client.say({ ...COMMON, context_id: 'a', transcript: 'Hello there.' });
      return client;
    };
    await sandbox.break('cartesia', { fail: { next: 1, status: 429, at: 'response' } });
    expect(await (await speak()).next('error')).toMatchObject({
      status_code: 429,
      context_id: 'a',
      done: true,
    });
    await sandbox.break('cartesia', { stall: 'stream', stallNext: 1 });
    const stalled = await speak();
    await stalled.next('chunk');
    await (await speak()).next('done');
    expect(stalled.events).toHaveLength(1);
    await sandbox.break('cartesia', { drop: { afterDeltas: 2 } });
    const dropped = await speak();
    expect((await dropped.closed).code).toBe(1006);
    await sandbox.break('cartesia', { fail: { next: 2, status: 503 } });
    await expect(connect()).rejects.toThrow('503');
    await expect(cartesia.tts.generate({ ...COMMON, transcript: 'Hello.' })).rejects.toMatchObject({
      status: 503,
    });
  });
});
