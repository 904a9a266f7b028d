import { isUnderstood } from '../src/call/talk.ts';
import { eventually } from './eventually.ts';
import { talking } from './talking.ts';

const MOST_TALKS = 3;

/** What the SanBot Android app sends and reads, and nothing else. */
describe('the SanBot app', () => {
  const parley = talking();

  /** A talk whose first sentence was understood: one that a machine tore by standing still says nothing about the app. */
  async function talkWith(sentence: string) {
    for (let attempt = 1; ; attempt++) {
      const talk = await parley.callers.call(parley.world.apiUrl);
      const greeting = await talk.greeting();
      const spoken = await talk.turn(sentence);
      if (isUnderstood(spoken) || attempt === MOST_TALKS) return { talk, greeting, spoken };
      await talk.end();
    }
  }

  it('gets a token at the top level, and in the older place', async () => {
    const answer = await fetch(`${parley.world.apiUrl}/token`);
    const body = (await answer.json()) as Record<string, unknown>;
    expect(answer.status).toBe(200);
    expect(body).toMatchObject({
      value: expect.stringMatching(/^ek_/) as string,
      expires_at: expect.any(Number) as number,
      client_secret: { value: body['value'], expires_at: body['expires_at'] },
    });
    expect(Number(body['expires_at']) * 1000).toBeGreaterThan(Date.now());
    expect(answer.headers.get('x-parley-simulated')).toBe('openai');
  });

  it('sees that orchestrated sessions are there', async () => {
    const status = await parley.world.api('/orchestrated/status');
    expect(status).toMatchObject({ success: true, available: true, livekitConfigured: true });
  });

  it('starts with an empty object and stops with the name of the room, or with nothing', async () => {
    const json = { 'content-type': 'application/json' };
    const post = (path: string, body?: string) =>
      parley.world.api<Record<string, unknown>>(path, { method: 'POST', headers: json, body });
    const started = await post('/orchestrated/session/start', '{}');
    expect(started).toMatchObject({
      success: true,
      url: expect.stringMatching(/^wss?:/) as string,
      userToken: expect.stringMatching(/^ey/) as string,
      roomName: expect.stringMatching(/^orchestrated-\d+-[a-z0-9]{6}$/) as string,
    });
    const roomName = JSON.stringify({ roomName: started['roomName'] });
    await expect(post('/orchestrated/session/stop', roomName)).resolves.toMatchObject({ success: true });
    await expect(post('/orchestrated/session/stop', '{}')).resolves.toMatchObject({ success: true });
    await expect(post('/orchestrated/session/stop')).resolves.toMatchObject({ success: true });
  });

  it('hears liveavatar-voice alone, takes data from the agent alone, and can type', async () => {
    const { talk, greeting, spoken } = await talkWith('please wave your hand');
    const typed = await talk.typedTurn('please find me a package to bali');
    const seen = await talk.seen();

    expect(seen.sounds).toEqual([{ identity: 'liveavatar-voice', played: true }]);
    expect(seen.dataFrom).toHaveLength(1);
    expect(seen.dataFrom[0]).toMatch(/^agent/);
    expect(seen.robotCommands.map(({ command, arguments: args }) => ({ command, args }))).toEqual([
      { command: 'robot_gesture', args: { gesture: 'greet' } },
      { command: 'robot_move_hands', args: { action: 'wave', hand: 'right' } },
    ]);
    expect(seen.appTranscripts).toEqual([
      { speaker: 'agent', text: greeting.text },
      { speaker: 'user', text: 'please wave your hand' },
      { speaker: 'agent', text: spoken.answer },
      { speaker: 'user', text: 'please find me a package to bali' },
      { speaker: 'agent', text: typed.answer },
    ]);
    expect(seen.transcripts).toEqual(
      expect.arrayContaining([{ speaker: 'user', text: 'please wave your hand' }]),
    );
    expect(typed.tools.map(({ name }) => name)).toContain('find_packages');

    await parley.world.api('/orchestrated/session/stop', {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ roomName: talk.session.roomName }),
    });
    // The app goes idle when the room is gone.
    await expect(talk.waitForEnd(30_000)).resolves.toBe(true);
    await eventually('the end of the session', 30_000, async () => {
      const session = await parley.world.api<{ status: string; endReason: string }>(
        `/session/${talk.session.sessionId}`,
      );
      return session.status === 'ended' && session.endReason === 'stopped';
    });
  });
});
