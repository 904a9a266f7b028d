import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { describeOnPostgres, freshPostgres } from '../libs/store/testing/databases.ts';
import { Balanced } from './balanced.ts';
import type { TestTalk } from './callers.ts';
import { eventually } from './eventually.ts';
import { freePorts } from './free-ports.ts';
import { talking } from './talking.ts';

const API = fileURLToPath(new URL('../dist/apps/api/src/main.js', import.meta.url));
const SENTENCE = 'hello tara how are you';
const REQUESTS_A_SECOND = 50;
const TALKS = 6;
const BACK_WITHIN_MS = 60_000;
/** As long as talks take here; in production as long as they take there. */
const GRACE_MS = '120000';

/** Two of each: the launcher's api and agents, and another api on the same database. */
describeOnPostgres('a rolling restart under fifty requests a second and six talks', () => {
  const balanced = new Balanced();
  let environment: Record<string, string>;
  const parley = talking(async () => {
    environment = {
      // The agents' way to whichever api is there.
      API_URL: await balanced.listen(),
      DATABASE_URL: await freshPostgres(),
      LIVEKIT_API_KEY: 'rolling',
      LIVEKIT_API_SECRET: 'a secret of this test that is long enough',
      AGENT_PROCESSES: '2',
      // Six talks with their callers and a booting api fill two cores: on such a machine a renewal may take longer than 3 s.
      LEASE_MS: '10000',
      SHUTDOWN_DELAY_MS: '2000',
      SHUTDOWN_GRACE_MS: GRACE_MS,
    };
    return environment;
  });

  const stateOf = ({ session }: TestTalk) =>
    balanced.get<{ status: string; endReason: string | null }>(`/session/${session.sessionId}`);

  it('fails no request and cuts no talk', async () => {
    const { world, callers } = parley;
    const livekit = await world.part('livekit');
    const second = new SecondApi(await freePorts(1), {
      ...environment,
      LIVEKIT_URL: `ws://127.0.0.1:${livekit.port}`,
      SANDBOX_URL: world.sandboxUrl,
    });
    await second.start();
    balanced.over([world.apiUrl, second.url]);
    const bothServe = () =>
      eventually('both to be ready', BACK_WITHIN_MS, () => Promise.resolve(balanced.serving.length === 2));
    try {
      await bothServe();
      balanced.load(REQUESTS_A_SECOND, '/orchestrated/status');
      // One after another, so that they spread over the agents.
      const talks: TestTalk[] = [];
      for (let i = 0; i < TALKS; i++) talks.push(await callers.call(balanced.url));
      await Promise.all(talks.map((talk) => talk.greeting()));

      const first = await world.part('api');
      process.kill(first.pid, 'SIGTERM');
      await world.backAgain(first, BACK_WITHIN_MS);
      await bothServe();
      await second.restart();
      await bothServe();

      const ended = (await Promise.all(talks.map(stateOf))).filter(({ status }) => status !== 'active');
      expect(ended).toEqual([]);
      expect(await world.log('api')).not.toContain('dropped its line');
      const agents = [await world.part('agent-1'), await world.part('agent-2')];
      const hosts = await Promise.all(talks.map(({ session }) => world.hostOf(session.sessionId)));
      for (const agent of agents) {
        const hosted = talks.filter((_talk, i) => hosts[i]?.pid === agent.pid);
        process.kill(agent.pid, 'SIGTERM');
        // It takes nobody new, and those it has go on to be heard and answered.
        const answers = await Promise.all(hosted.map(answerTo));
        for (const answer of answers) expect(answer).toMatch(/\w/);
        for (const talk of hosted) await talk.end();
        await eventually(
          'the end of its talks, each because its caller hung up',
          BACK_WITHIN_MS,
          async () => {
            const states = await Promise.all(hosted.map(stateOf));
            return states.every(({ endReason }) => endReason === 'stopped');
          },
        );
        await world.backAgain(agent, BACK_WITHIN_MS);
      }
      await balanced.close();
      console.log(`${balanced.requests} requests, ${balanced.failures.length} failed`);
      expect(balanced.failures).toEqual([]);
      expect(balanced.requests).toBeGreaterThan(TALKS * REQUESTS_A_SECOND);
    } finally {
      await balanced.close();
      await second.stop();
    }
  });
});

/** Six voices and a booting agent on one machine: where sound gets lost on the way the person says it again, once. */
async function answerTo(talk: TestTalk): Promise<string | null> {
  const { answer } = await talk.turn(SENTENCE);
  if (answer !== null) return answer;
  const { frames, lateFrames } = await talk.seen();
  console.log(`said again: ${lateFrames} of ${frames} frames of the caller were late`);
  return (await talk.turn(SENTENCE)).answer;
}

/** An api that the launcher knows nothing of. */
class SecondApi {
  readonly url: string;
  private readonly env: NodeJS.ProcessEnv;
  private process: ChildProcess | undefined;

  constructor(port: number, env: Record<string, string>) {
    this.url = `http://127.0.0.1:${port}`;
    this.env = { ...process.env, ...env, PORT: String(port), NODE_ENV: '', LOG_LEVEL: 'warn' };
  }

  async start(): Promise<void> {
    this.process = spawn(process.execPath, [API], { env: this.env, stdio: ['ignore', 'ignore', 'inherit'] });
    await eventually('the second api', BACK_WITHIN_MS, () =>
      fetch(`${this.url}/health/live`).then(
        ({ ok }) => ok,
        () => false,
      ),
    );
  }

  async restart(): Promise<void> {
    await this.stop();
    await this.start();
  }

  async stop(): Promise<void> {
    if (!this.process || this.process.exitCode !== null) return;
    this.process.kill('SIGTERM');
    await once(this.process, 'exit');
  }
}
