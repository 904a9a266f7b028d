import type { TestTalk } from './callers.ts';
import { eventually, passed } from './eventually.ts';
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
    /** What agents wrote from then on. */
    const writtenSince = async ({ session }: TestTalk, since: number) => {
      const path = `/session/${session.sessionId}/events?limit=100`;
      const { items } = await world.api<{ items: { at: string; type: string }[] }>(path);
      return items.filter(({ at }) => Date.parse(at) >= since).map(({ type }) => type);
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
      await eventually('the end of one, and the other to wait for another agent', PAUSED_MS, async () => {
        const states = await Promise.all(talks.map(sessionOf));
        return states.map(({ status }) => status).join() === 'waiting,ended';
      });
      await passed('the end of the pause', pausedAt, PAUSED_MS);
    } finally {
      process.kill(pid, 'SIGCONT');
    }
    const resumedAt = Date.now();
    // It is its own successor: nobody else is there.
    await eventually('the talk to go on', AWAKE_WITHIN_MS, async () => {
      const { status } = await sessionOf(lost);
      return status === 'active' && (await hostedAt(port)).join() === lost.session.sessionId;
    });
    await passed('the time in which it could say something', resumedAt, QUIET_MS);

    expect(await writtenSince(stopped, pausedAt)).toEqual([]);
    expect((await stopped.seen()).lastSoundAt).toBeLessThan(resumedAt);
    await expect(sessionOf(stopped)).resolves.toMatchObject({ status: 'ended', endReason: 'stopped' });
    // Of what it was about to say when it was paused, nothing: the next one begins with its own beginning.
    const [first] = await eventually('what its successor writes', AWAKE_WITHIN_MS, async () => {
      const written = await writtenSince(lost, pausedAt);
      return written.length > 0 && written;
    });
    expect(first).toBe('session.started');
    await lost.end();

    const isOfUseAgain = async () => (await fetch(`http://127.0.0.1:${port}/health/ready`)).ok;
    await eventually('the agent back at LiveKit', AWAKE_WITHIN_MS, isOfUseAgain);
  }

  // One after another: two talks on each of two whole Parleys at once are more than a small machine keeps up with.
  it('says and writes nothing more in talks that it lost meanwhile, and may take them over: on every database', async () => {
    for (const world of worlds) await pause(world);
  });
});
