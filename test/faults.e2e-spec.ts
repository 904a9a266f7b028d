import { eventually } from './eventually.ts';
import { talking } from './talking.ts';

const BACK_WITHIN_MS = 10_000;
const REFUSED_WITHIN_MS = 6_000;

describe('a process that is killed', () => {
  const parley = talking();

  /** The next talk works: somebody is understood and answered, if need be when they say it again, as on a bad line. */
  async function expectATalk(): Promise<void> {
    const { world, callers } = parley;
    const talk = await callers.call(world.apiUrl);
    await talk.greeting();
    const sentence = 'please find me a package to bali';
    let turn = await talk.turn(sentence);
    for (let again = 0; again < 2 && turn.heard !== sentence; again++) turn = await talk.turn(sentence);
    expect(turn).toMatchObject({ heard: sentence, answer: expect.stringMatching(/\w/) as string });
    await talk.end();
  }

  it.each(['api', 'sandbox'])('is back within ten seconds, and the next talk works: %s', async (name) => {
    const { world } = parley;
    const was = await world.kill(name);
    const ms = await world.backAgain(was, BACK_WITHIN_MS);
    console.log(`${name} back after ${ms.toFixed(0)} ms`);
    await expectATalk();
  });

  it('may be LiveKit and stay away: starts are refused until it is back, and then all is well by itself', async () => {
    const { world } = parley;
    const livekit = await world.takeAway('livekit');
    try {
      const startedAt = performance.now();
      const refused = await fetch(`${world.apiUrl}/orchestrated/session/start`, { method: 'POST' });
      expect(performance.now() - startedAt).toBeLessThan(REFUSED_WITHIN_MS);
      expect(refused.status).toBe(503);
      expect(refused.headers.get('Retry-After')).toBe('2');
      expect(await refused.json()).toMatchObject({ code: 'livekit_unavailable', success: false });
      await eventually('the agents to notice', BACK_WITHIN_MS, async () => {
        const { port } = await world.part('agent-1');
        return (await fetch(`http://127.0.0.1:${port}/health/ready`)).status === 503;
      });
    } finally {
      livekit.giveBack();
    }
    await world.backAgain(livekit, BACK_WITHIN_MS);
    await expectATalk();
  });
});
