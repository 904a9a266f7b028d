import { TokenSource } from 'livekit-client';
import { AgentDispatchClient } from 'livekit-server-sdk';
import { Follower } from '../apps/api/test/transcript-follower.ts';
import type { Line } from '../apps/api/test/transcript-follower.ts';
import type { TestTalk } from './callers.ts';
import { eventually } from './eventually.ts';
import { LEAST_READ, recognise, wordOverlap } from './recogniser.ts';
import { talking } from './talking.ts';

const JSON_BODY = { 'Content-Type': 'application/json' };
const KEYS = {
  LIVEKIT_API_KEY: 'others',
  LIVEKIT_API_SECRET: 'a secret that a backend of others has as well',
};
const ENDLESSLY = 100_000;

interface Told {
  type: string;
  payload: Record<string, unknown>;
}

describe('a pipeline talk in a room', () => {
  const both = talking({ AGENT_PROCESSES: '1', AGENT_NAME: 'helper', ...KEYS });

  async function told(talk: TestTalk, type: string): Promise<Record<string, unknown>[]> {
    const { items } = await both.world.api<{ items: Told[] }>(
      `/session/${talk.session.sessionId}/events?limit=100`,
    );
    return items.filter((event) => event.type === type).map(({ payload }) => payload);
  }

  const said = async (talk: TestTalk, role: string) =>
    (await told(talk, 'message.added')).filter((message) => message.role === role).map(({ text }) => text);

  it('is heard, answers, works with tools and ends itself', async () => {
    const talk = await both.callers.call(both.world.apiUrl, 'rms', {
      agentId: 'tara',
      agentConfig: { mode: 'pipeline' },
    });
    expect((await talk.greeting()).text).toContain('I am Tara');
    for (let times = 1; times <= 3 && (await told(talk, 'tool.finished')).length === 0; times += 1) {
      await talk.turn('please find me a package to bali for seven nights');
    }
    expect(await told(talk, 'tool.finished')).toMatchObject([{ name: 'find_packages', outcome: 'done' }]);
    const answers = (await said(talk, 'agent')).join(' ');
    expect(answers).toMatch(/found one package: Bali/);
    const wav = both.world.file('pipeline.wav');
    await talk.save(wav);
    expect(wordOverlap(answers, await recognise(wav, 'agent'))).toBeGreaterThan(LEAST_READ);
    await talk.typedTurn('thank you and goodbye');
    expect(await talk.waitForEnd(30_000)).toBe(true);
    expect(await told(talk, 'session.started')).toMatchObject([{ mode: 'pipeline', vendor: 'openai' }]);
    expect(await told(talk, 'session.ended')).toMatchObject([{ reason: 'agent_ended' }]);
    const { sounds, transcripts } = await talk.seen();
    expect(sounds.filter(({ played }) => played).map(({ identity }) => identity)).toEqual([
      expect.stringMatching(/^agent/),
    ]);
    expect(transcripts.length).toBeGreaterThan(0);
    await talk.end();
  });

  it.each(['pipeline', 'realtime'])('is followed while it goes on: %s', async (mode) => {
    const talk = await both.callers.call(both.world.apiUrl, 'rms', {
      agentId: 'tara',
      agentConfig: { mode },
    });
    const follower = new Follower(`${both.world.apiUrl}/ws/transcript/${talk.session.sessionId}`);
    const place = async (role: string, kind: string) => {
      const isMeant = (line: Line) => line.role === role && (line.event ?? line.type) === kind;
      return follower.lines.indexOf(await follower.first(isMeant));
    };
    const spoken = await place('agent', 'speech_started');
    expect(follower.lines.map(({ type }) => type)).not.toContain('message.added');
    expect(await place('agent', 'message.added')).toBeGreaterThan(spoken);
    await talk.greeting();

    const turn = talk.turn('please find me a package to bali for seven nights');
    const started = await place('user', 'speech_started');
    const interim = await place('user', 'message.interim');
    expect(interim).toBeGreaterThan(started);
    expect(follower.lines[interim]).toMatchObject({
      ...{ text: expect.stringMatching(/\w/) as string, final: false, is_final: false },
    });
    expect(await place('user', 'message.added')).toBeGreaterThan(interim);
    expect(await place('user', 'speech_ended')).toBeGreaterThan(started);
    await turn;
    expect(await place('agent', 'speech_ended')).toBeGreaterThan(spoken);
    await talk.end();
    expect(await follower.closed).toMatchObject({ code: 1000 });
  });

  it('talks over xAI`s realtime model, and is another agent when an operator wants it', async () => {
    const talk = await both.callers.call(both.world.apiUrl, 'rms', {
      agentId: 'tara',
      agentConfig: { realtime_model: 'xai' },
    });
    expect((await talk.greeting()).text).toContain('I am Tara');
    const ask = () => talk.turn('please find me a package to bali for seven nights');
    for (let times = 1; times <= 3 && (await told(talk, 'tool.finished')).length === 0; times += 1)
      await ask();
    expect(await told(talk, 'tool.finished')).toMatchObject([{ name: 'find_packages', outcome: 'done' }]);
    expect(await told(talk, 'session.started')).toMatchObject([
      { mode: 'realtime', vendor: 'xai', model: 'grok-voice-latest' },
    ]);

    const { status } = await both.world.api<{ status: string }>(`/session/${talk.session.sessionId}/agent`, {
      method: 'PATCH',
      headers: JSON_BODY,
      body: JSON.stringify({ tools: [], turnTaking: { minSilenceMs: 700 } }),
    });
    expect(status).toBe('done');
    await ask();
    expect(await told(talk, 'tool.finished')).toHaveLength(1);
    expect(await told(talk, 'provider.failed')).toEqual([]);
    await talk.end();
  });

  it('answers with another model when the first does not come, and writes the switch down', async () => {
    const talk = await both.callers.call(both.world.apiUrl, 'rms', {
      agentId: 'default',
      agentConfig: { llm: ['grok', 'gpt-4o-mini'] },
    });
    await talk.greeting();
    await both.world.sandbox('/control/xai/faults', {
      method: 'PUT',
      headers: JSON_BODY,
      body: JSON.stringify({ fail: { next: ENDLESSLY, status: 503 } }),
    });
    const { answer } = await talk.typedTurn('hello there');
    expect(answer).toContain('hello there');
    await eventually('the switch', 5_000, async () => (await told(talk, 'provider.switched')).length > 0);
    expect(await told(talk, 'provider.switched')).toMatchObject([
      { kind: 'llm', from: 'grok', to: 'openai' },
    ]);
    await talk.end();
  });

  it('talks with whoever comes with the token source of LiveKit`s clients', async () => {
    const source = TokenSource.endpoint(`${both.world.apiUrl}/token`);
    const { serverUrl, participantToken } = await source.fetch({
      roomName: 'harbour',
      participantIdentity: 'robin',
      agentName: 'helper',
    });
    const talk = await both.callers.enter(serverUrl, participantToken);
    await talk.hear(); // the greeting
    await talk.say('hello tara');
    expect((await talk.hear()).heardAt).toBeGreaterThan(0);
    const { items } = await both.world.api<{ items: { id: string; roomName: string }[] }>('/session');
    const session = items.find(({ roomName }) => roomName === 'harbour');
    expect(session).toBeDefined();
    await talk.hangUp();
  });

  it('comes when a backend of others sends for it, as who it is sent for', async () => {
    const { port } = await both.world.part('livekit');
    const theirs = new AgentDispatchClient(
      `http://127.0.0.1:${port}`,
      KEYS.LIVEKIT_API_KEY,
      KEYS.LIVEKIT_API_SECRET,
    );
    const metadata = JSON.stringify({
      stt: 'deepgram',
      tts: 'cartesia',
      prompt: 'Sell boats.',
      agent_id: 'default',
    });
    await theirs.createDispatch('showroom', 'helper', { metadata });
    const session = await eventually('the agent in the room', 30_000, async () => {
      const { items } = await both.world.api<{ items: { id: string; roomName: string; status: string }[] }>(
        '/session',
      );
      return items.find(({ roomName, status }) => roomName === 'showroom' && status === 'active');
    });
    expect(await both.world.api(`/session/${session.id}`)).toMatchObject({
      agent: { id: 'default' },
      agentConfig: { stt: 'deepgram', tts: 'cartesia' },
    });
    await both.world.api(`/session/${session.id}`, { method: 'DELETE' });
  });
});
