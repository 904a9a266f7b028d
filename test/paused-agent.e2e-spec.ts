import type { TestTalk } from './callers.ts';
import { eventually } from './eventually.ts';
import { talkingOnEach } from './talking.ts';
import type { Talking } from './talking.ts';
import { hostedAt } from './world.ts';

const PAUSED_MS = 10_000;
/** By when it must have come to itself. */
const AWAKE_WITHIN_MS = 20_000;
/** For so long nothing more than that may happen. */
const QUIET_MS = 3_000;

describe('an agent process that is paused for ten seconds', () => {
  const worlds = talkingOnEach({ AGENT_PROCESSES: '1' });

  async function pause({ world, callers }: Talking): Promise<void> {
    const sessionOf = ({ session }: TestTalk) =>
      world.api<{ status: string; endReason: string | null }>(`/session/${session.sessionId}`);
    /** When the newest of what the agent wrote happened. */
    const lastEventAt = async ({ session }: TestTalk) => {
      const path = `/session/${session.sessionId}/events?limit=100`;
      const { items } = await world.api<{ items: { at: string }[] }>(path);
      return Math.max(...items.map(({ at }) => Date.parse(at)));
    };

    const lost = await callers.call(world.apiUrl);
    const stopped = await callers.call(world.apiUrl);
    const talks = [lost, stopped];
    await Promise.all(talks.map((talk) => talk.greeting()));
    // It has something to say when it comes to itself again.
    await Promise.all(talks.map((talk) => talk.say('please find me a package to bali')));
    const { pid, port } = await world.part('agent-1');

    const pausedAt = Date.now();
    process.kill(pid, 'SIGSTOP');
    try {
      await world.api(`/session/${stopped.session.sessionId}`, { method: 'DELETE' });
      await eventually('the end of both', PAUSED_MS, async () => {
        const states = await Promise.all(talks.map(sessionOf));
        return states.every(({ status }) => status === 'ended');
      });
      await eventually('the end of the pause', 2 * PAUSED_MS, () =>
        Promise.resolve(Date.now() - pausedAt >= PAUSED_MS),
      );
    } finally {
      process.kill(pid, 'SIGCONT');
    }
    const resumedAt = Date.now();
    await eventually(
      'the agent without talks',
      AWAKE_WITHIN_MS,
      async () => (await hostedAt(port)).length === 0,
    );
    await eventually('the time in which it could say something', 2 * QUIET_MS, () =>
      Promise.resolve(Date.now() - resumedAt >= QUIET_MS),
    );

    for (const talk of talks) {
      expect(await lastEventAt(talk)).toBeLessThan(pausedAt);
      const { lastSoundAt } = await talk.seen();
      expect(lastSoundAt).toBeLessThan(resumedAt);
    }
    await expect(sessionOf(lost)).resolves.toMatchObject({ status: 'ended', endReason: 'agent_lost' });
    await expect(sessionOf(stopped)).resolves.toMatchObject({ status: 'ended', endReason: 'stopped' });

    const isOfUseAgain = async () => (await fetch(`http://127.0.0.1:${port}/health/ready`)).ok;
    await eventually('the agent back at LiveKit', AWAKE_WITHIN_MS, isOfUseAgain);
  }

  // One after another: two talks on each of two whole Parleys at once are more than a small machine keeps up with.
  it('says and writes nothing more in talks that were ended meanwhile: on every database', async () => {
    for (const world of worlds) await pause(world);
  });
});
