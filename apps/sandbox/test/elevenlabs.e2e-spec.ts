import { ElevenLabsClient } from '@elevenlabs/elevenlabs-js';
import { SandboxUnderTest } from '../testing/sandbox-under-test.js';
import { VendorClient } from '../testing/vendor-client.js';
import type { VendorEvent } from '../testing/vendor-client.js';

const KEY = { 'xi-api-key': 'any' };
const RATE = 16_000;

describe('ElevenLabs, through its own package and on the sockets', () => {
  let sandbox: SandboxUnderTest;
  let elevenLabs: ElevenLabsClient;
  let open: VendorClient[] = [];

  beforeAll(async () => {
    sandbox = await SandboxUnderTest.start();
    elevenLabs = new ElevenLabsClient({ apiKey: 'any', baseUrl: `${sandbox.url}/elevenlabs`, maxRetries: 0 });
  });
  afterAll(() => sandbox.stop());
  beforeEach(() => sandbox.mend());
  afterEach(async () => {
    for (const client of open) client.close();
    open = [];
    await sandbox.send('PUT', '/control/voices/elevenlabs', {});
  });

  const connect = async (path: string, headers: Record<string, string> = KEY) => {
    const url = sandbox.socketUrlOf(`/elevenlabs/v1/text-to-speech/slt/${path}`);
    const client = await VendorClient.connect(url, headers);
    open.push(client);
    return client;
  };
  const single = (options = '') => connect(`stream-input?output_format=pcm_16000${options}`);
  const many = (options = '') =>
    connect(`multi-stream-input?output_format=pcm_16000&auto_mode=true${options}`);
  const isFinal = (id?: string) => (event: VendorEvent) => event.isFinal === true && event.contextId === id;
  const hasAudio = ({ audio }: VendorEvent) => typeof audio === 'string';
  const seconds = (events: VendorEvent[]) =>
    events.filter(hasAudio).reduce((sum, { audio }) => sum + Buffer.from(String(audio), 'base64').length, 0) /
    2 /
    RATE;

  it('is understood by its own package', async () => {
    const stream = await elevenLabs.textToSpeech.stream('slt', {
      text: 'Hello there.',
      outputFormat: 'pcm_16000',
    });
    let bytes = 0;
    for await (const chunk of stream) bytes += chunk.length;
    expect(bytes / 2 / RATE).toBeGreaterThan(0.4);
    expect((await elevenLabs.models.list()).map(({ modelId }) => modelId)).toContain('eleven_flash_v2_5');
    expect((await elevenLabs.voices.getAll()).voices.map(({ voiceId }) => voiceId)).toContain('rms');
    expect((await elevenLabs.voices.search()).voices).toHaveLength(4);
    await expect(elevenLabs.textToSpeech.stream('slt', { text: 'Hello.' })).rejects.toMatchObject({
      statusCode: 400,
    });
    await sandbox.break('elevenlabs', { refuseCredentials: true });
    await expect(elevenLabs.models.list()).rejects.toMatchObject({ statusCode: 401 });
  });

  it('says a single stream with the times of its letters, ends it and closes', async () => {
    const client = await single();
    client.say({ text: ' ', voice_settings: { stability: 0.5 } });
    client.say({ text: 'Hello ' });
    client.say({ text: 'there. ', flush: true });
    client.say({ text: '' });
    await client.next(isFinal());
    expect((await client.closed).code).toBe(1000);
    const pieces = client.events.filter(hasAudio);
    const letters = pieces.flatMap(({ alignment }) => (alignment as { chars: string[] }).chars);
    expect(letters.join('')).toBe('Hello there. ');
    const [first] = pieces.map(
      ({ alignment }) => alignment as { charStartTimesMs: number[]; charDurationsMs: number[] },
    );
    expect(first?.charStartTimesMs[0]).toBe(0);
    expect(first?.charDurationsMs.every((ms) => ms > 0)).toBe(true);
    expect(seconds(client.events)).toBeGreaterThan(0.4);
  });

  it('waits for enough letters where nobody asks for a generation', async () => {
    await sandbox.send('PUT', '/control/voices/elevenlabs', { firstByteMs: 0, speedUp: 1_000 });
    const client = await single();
    client.say({ text: ' ', generation_config: { chunk_length_schedule: [50] } });
    client.say({ text: 'Hello there. ' });
    client.say({ text: 'This is what comes after it, at last. ' });
    await client.next(hasAudio);
    client.say({ text: '' });
    await client.next(isFinal());
    const firstLetters = client.events.flatMap(
      ({ alignment }) => (alignment as { chars?: string[] })?.chars ?? [],
    );
    expect(firstLetters.join('')).toBe('Hello there. This is what comes after it, at last. ');
  });

  it('says many contexts, and ends each when it is closed', async () => {
    const client = await many();
    for (const id of ['a', 'b']) {
      client.say({ text: ' ', context_id: id });
      client.say({ text: `This is context ${id}.`, context_id: id, flush: true });
    }
    client.say({ text: '', context_id: 'b' });
    client.say({ context_id: 'a', close_context: true });
    await client.next(isFinal('a'));
    await client.until(() => client.events.some(({ contextId }) => contextId === 'b'), 'the other');
    expect(client.events.some(isFinal('b'))).toBe(false);
    client.say({ close_socket: true });
    await client.next(isFinal('b'));
    expect((await client.closed).code).toBe(1000);
  });

  it('takes five contexts and no more', async () => {
    const client = await many();
    for (const id of ['a', 'b', 'c', 'd', 'e', 'f']) client.say({ text: ' ', context_id: id });
    const error = await client.next(({ error }) => error !== undefined);
    expect(error).toMatchObject({ error: 'max_active_conversations', code: 1008 });
    expect((await client.closed).code).toBe(1008);
  });

  it('takes the key from the first message too', async () => {
    const client = await connect('stream-input?output_format=pcm_16000&auto_mode=true', {});
    client.say({ text: ' ', xi_api_key: 'any' });
    client.say({ text: 'Hello.' });
    await client.next(hasAudio);
    const nobody = await connect('stream-input?output_format=pcm_16000', {});
    nobody.say({ text: ' ' });
    expect(await nobody.next(({ error }) => error !== undefined)).toMatchObject({ error: 'invalid_api_key' });
    expect((await nobody.closed).code).toBe(1008);
  });

  it.each(['{', { text: 5 }])('understands not every message: %j', async (message) => {
    const client = await many();
    client.socket.send(typeof message === 'string' ? message : JSON.stringify(message));
    expect(await client.next(({ error }) => error !== undefined)).toMatchObject({
      error: 'invalid_input_message',
    });
    expect((await client.closed).code).toBe(1008);
  });

  it('gives up a client that says nothing', async () => {
    const client = await many('&inactivity_timeout=1');
    expect(await client.next(({ error }) => error !== undefined)).toMatchObject({
      error: 'input_timeout_exceeded',
    });
    expect((await client.closed).code).toBe(1008);
  });

  it('refuses formats it does not speak, and is found at no other path', async () => {
    await expect(connect('stream-input')).rejects.toThrow('400');
    await expect(connect('sing?output_format=pcm_16000')).rejects.toThrow('404');
  });

  it('goes wrong where it is told to', async () => {
    const speak = async () => {
      const client = await many();
      client.say({ text: 'Hello there.', context_id: 'a' });
      return client;
    };
    await sandbox.break('elevenlabs', { fail: { next: 1, status: 429, at: 'response' } });
    const failing = await speak();
    expect(await failing.next(({ error }) => error !== undefined)).toMatchObject({
      error: 'too_many_concurrent_requests',
    });
    await sandbox.break('elevenlabs', { drop: { afterDeltas: 1 } });
    expect((await (await speak()).closed).code).toBe(1006);
    await sandbox.break('elevenlabs', { fail: { next: 1, status: 503 } });
    await expect(speak()).rejects.toThrow('503');
    await sandbox.break('elevenlabs', { refuseCredentials: true });
    expect((await (await speak()).closed).code).toBe(1008);
    await sandbox.break('elevenlabs', { brownOut: true });
    const brown = await speak();
    await sandbox.mend();
    await (await speak()).next(hasAudio);
    expect(brown.events).toEqual([]);
  });
});
