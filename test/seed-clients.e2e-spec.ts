import { execFile } from 'node:child_process';
import { once } from 'node:events';
import { promisify } from 'node:util';
import { WebSocket } from 'ws';
import { FakeChatService, SERVICE_TOKEN } from '../apps/api/test/peers/fake-chat-service.ts';
import { DJANGO_TOKEN, FakeDjango } from '../apps/api/test/peers/fake-django.ts';
import { FakeSupabase, SUPABASE_KEY } from '../apps/api/test/peers/fake-supabase.ts';
import type { TestTalk } from './callers.ts';
import { eventually } from './eventually.ts';
import { talking } from './talking.ts';

const run = promisify(execFile);
const SENTENCE = 'please find me a package to bali';
/** Recognisers write sentences. */
const WRITTEN = expect.stringMatching(/^please find me a package to bali\.?$/i) as unknown;
/** The outbox tells others at once, and again within seconds where somebody was late. */
const TOLD_WITHIN_MS = 15_000;
/** The browser of S4 gives up a socket that takes longer to open, and a start that does. */
const SOCKET_OPEN_WITHIN_MS = 3_000;
const STARTED_WITHIN_MS = 5_000;
const JSON_BODY = { 'Content-Type': 'application/json' };

/** From the READMEs of S1, S2 and S3, with the port of the world in place of theirs. */
const EXAMPLES: [name: string, example: string, expected: Record<string, unknown>][] = [
  [
    'S1: a session',
    `curl -X POST http://localhost:3000/session \\
  -H "Content-Type: application/json" \\
  -d '{
    "userIdentity": "user123"
  }'`,
    { agentDispatched: true, roomName: expect.any(String), userToken: expect.any(String) },
  ],
  [
    'S1: a session with an agent of its own',
    `curl -X POST http://localhost:3000/session \\
  -H "Content-Type: application/json" \\
  -d '{
    "userIdentity": "user123",
    "roomName": "support-room",
    "agentConfig": {
      "stt": "deepgram",
      "tts": "openai",
      "prompt": "You are a medical assistant. Be professional and empathetic.",
      "llm": "gpt-4o"
    }
  }'`,
    { agentDispatched: true, roomName: 'support-room', agentConfig: { stt: 'deepgram', llm: 'gpt-4o' } },
  ],
  ['S1 and S2: health', 'curl http://localhost:3000/health', { status: 'ok' }],
  ['S3: health', 'curl http://localhost:4008/health', { status: 'ok' }],
  [
    'S3: a dispatch',
    `curl -X POST http://localhost:4008/api/agents/dispatch \\
  -H "Content-Type: application/json" \\
  -d '{
    "conversationId": "test-123",
    "agentId": "agent-456",
    "userId": "user-789",
    "roomName": "test-room",
    "token": "livekit-jwt-token"
  }'`,
    { success: true, message: expect.any(String) },
  ],
];

describe('clients of the systems before', () => {
  const supabase = new FakeSupabase();
  const chat = new FakeChatService();
  const django = new FakeDjango();
  const parley = talking(async () => ({
    SUPABASE_URL: await supabase.start(),
    SUPABASE_SERVICE_ROLE_KEY: SUPABASE_KEY,
    CHAT_SERVICE_URL: await chat.start(),
    INTERNAL_SERVICE_TOKEN: SERVICE_TOKEN,
    DJANGO_BASE_URL: await django.start(),
    DJANGO_INGEST_TOKEN: DJANGO_TOKEN,
  }));
  afterAll(() => Promise.all([supabase.stop(), chat.stop(), django.stop()]));

  const post = <T>(path: string, body: object, headers: Record<string, string> = {}) =>
    parley.world.api<T>(path, {
      method: 'POST',
      headers: { ...JSON_BODY, ...headers },
      body: JSON.stringify(body),
    });

  /** Their token services are others than ours: what counts is who enters which room. */
  async function enter(room: string, identity: string): Promise<TestTalk> {
    const { world, callers } = parley;
    const { server_url: url } = await post<{ server_url: string }>('/token', { room_name: room });
    const query = new URLSearchParams({ room, identity, name: 'Asha' });
    const { token } = await world.api<{ token: string }>(`/token?${query}`);
    return callers.enter(url, token);
  }

  it.each(EXAMPLES)('curl, %s', async (_name, example, expected) => {
    const here = example.replace(/localhost:\d+/, new URL(parley.world.apiUrl).host);
    const { stdout } = await run('bash', ['-c', here.replace('curl ', 'curl --silent --fail-with-body ')]);
    expect(JSON.parse(stdout)).toMatchObject(expected);
  });

  it('S3: its frontend enters, its agent service dispatches, its chat service has every word', async () => {
    const agentId = '7b2f9f4e-0c0b-4b57-9a80-0d4f0d9c2f11';
    supabase.agents.set(agentId, {
      ...{ id: agentId, company_id: 'company-1', name: 'Clara', model: 'gpt-4o', temperature: 0.2 },
      system_prompt: 'You are Clara, of a travel agency.',
      voice_settings: { tts_voice: 'cartesia/sonic-3:6f84f4b8-58a2-430c-8c79-688dad597532' },
    });
    const conversationId = 'of-syntera';
    const roomName = `conversation:${conversationId}`;
    chat.conversations.set(conversationId, []);

    const talk = await enter(roomName, 'user-456');
    expect(await parley.world.api('/health')).toMatchObject({ status: 'ok' });
    const answer = await post('/api/agents/dispatch', {
      ...{ conversationId, agentId, userId: 'user-456', roomName, token: 'of nobody' },
    });
    expect(answer).toMatchObject({ success: true, agentJobId: `agent-${agentId}-${conversationId}` });
    expect(answer).not.toHaveProperty('agentFallback');
    await talk.hear();
    await talk.say(SENTENCE);
    await talk.hear();
    await eventually('both sides at the chat service', TOLD_WITHIN_MS, () => {
      const said = chat.conversations.get(conversationId) ?? [];
      return Promise.resolve(said.length >= 3);
    });
    const line = (senderType: string, content: unknown) =>
      expect.objectContaining({ conversationId, senderType, content, messageType: 'audio' }) as unknown;
    expect(chat.conversations.get(conversationId)?.slice(0, 3)).toEqual([
      line('agent', expect.stringMatching(/\w/)),
      line('user', WRITTEN),
      line('agent', expect.stringMatching(/\w/)),
    ]);
    await talk.hangUp();
    await post('/session/end', { roomName }).catch(() => undefined); // answered with 204: there is nothing to parse
    await eventually('the end at the chat service', TOLD_WITHIN_MS, () =>
      Promise.resolve(chat.ended.has(conversationId)),
    );
  });

  it('S4: its browser gets a token, starts, follows the transcript live and stops; Django has it all', async () => {
    const { world } = parley;
    django.people.set('cookie-of-asha', {
      ...{ user_id: 'asha', email: 'asha@example.com', display_name: 'Asha' },
      preferences: { preferred_voice: 'nova', system_prompt_override: 'You are Tara, and brief.' },
    });
    const [room, identity] = ['quickstart', 'Asha-4f9x2a'];
    const talk = await enter(room, identity);
    const startedAt = performance.now();
    const { session_id: id } = await post<{ session_id: string }>(
      '/session',
      { room, identity, system_prompt: 'You are a friendly travel assistant.' },
      { Cookie: 'sessionid=cookie-of-asha' },
    );
    const socket = new WebSocket(`${world.apiUrl.replace('http', 'ws')}/ws/transcript/${id}`);
    const lines: { role: string; text?: string; event?: string; final: boolean; is_final: boolean }[] = [];
    socket.on('message', (data: Buffer) => lines.push(JSON.parse(data.toString()) as (typeof lines)[0]));
    await once(socket, 'open', { signal: AbortSignal.timeout(SOCKET_OPEN_WITHIN_MS) });
    expect(performance.now() - startedAt).toBeLessThan(STARTED_WITHIN_MS);
    socket.send('ping');

    await talk.hear();
    await talk.say(SENTENCE);
    await talk.hear();
    const finals = () => lines.filter(({ text, final }) => text !== undefined && final);
    await eventually('greeting, question and answer', TOLD_WITHIN_MS, () =>
      Promise.resolve(finals().length >= 3),
    );
    expect(
      finals()
        .slice(0, 3)
        .map(({ role }) => role),
    ).toEqual(['agent', 'user', 'agent']);
    expect(finals()[1]?.text).toEqual(WRITTEN);
    expect(lines.every((line) => line.final === line.is_final)).toBe(true);
    expect(lines.some(({ role, text, final }) => role === 'user' && text !== undefined && !final)).toBe(true);
    const spoke = lines.flatMap(({ role, event }) => (event === undefined ? [] : [`${role} ${event}`]));
    for (const wanted of ['user speech_started', 'user speech_ended', 'agent speech_started']) {
      expect(spoke).toContain(wanted);
    }

    const closed = once(socket, 'close');
    expect(await world.api(`/session/${id}`, { method: 'DELETE' })).toMatchObject({ stopped: true });
    const [code] = (await closed) as [number];
    expect(code).toBe(1000);
    const again = await fetch(`${world.apiUrl}/session/${id}`, { method: 'DELETE' });
    expect(again.status).toBe(404);
    const definition = await world.api<{ definition: { instructions: string } }>(`/session/${id}`);
    expect(definition.definition.instructions).toContain('You are Tara, and brief.');
    await eventually('all of it at Django', TOLD_WITHIN_MS, () =>
      Promise.resolve(django.told(id).includes('ended')),
    );
    expect(django.told(id)).toEqual(
      expect.arrayContaining([
        expect.objectContaining({ role: 'user', text: WRITTEN, is_final: true }),
        expect.objectContaining({ role: 'agent', is_final: true }),
      ]),
    );
    await talk.hangUp();
  });
});
