import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { DATABASES } from '../libs/store/testing/databases.ts';
import { outputOf } from './output-of.ts';
import type { Output } from './output-of.ts';
import { World } from './world.ts';

const run = promisify(execFile);
const CALL = fileURLToPath(new URL('../src/call/main.ts', import.meta.url));

/** Another machine in the same network, as the kernel can play one: a network namespace behind a cable of its own. */
class OtherMachine {
  private readonly name = `parley-${process.pid}`;
  private readonly cable = `parley${process.pid % 100_000}`;
  /** A network of two addresses that nobody uses: 198.18.0.0/15 is for tests of devices. */
  private readonly network = `198.18.${Math.floor(Math.random() * 250)}`;

  /** This machine, as the other one sees it. */
  get here(): string {
    return `${this.network}.1`;
  }

  async plugIn(): Promise<void> {
    await run('ip', ['netns', 'add', this.name]);
    await run('ip', ['link', 'add', this.cable, 'type', 'veth', 'peer', 'name', 'cable', 'netns', this.name]);
    await run('ip', ['address', 'add', `${this.here}/30`, 'dev', this.cable]);
    await run('ip', ['link', 'set', this.cable, 'up']);
    await run('ip', ['-n', this.name, 'address', 'add', `${this.network}.2/30`, 'dev', 'cable']);
    for (const device of ['cable', 'lo']) await run('ip', ['-n', this.name, 'link', 'set', device, 'up']);
  }

  /** The cable goes with the namespace. */
  async unplug(): Promise<void> {
    await run('ip', ['netns', 'delete', this.name]);
  }

  node(...args: string[]): Promise<Output> {
    return outputOf('ip', ['netns', 'exec', this.name, process.execPath, ...args]);
  }
}

interface Report {
  turns: { answer: string | null }[];
}

const other = new OtherMachine();
const isPlugged = await other.plugIn().then(
  () => true,
  async (error: unknown) => {
    console.warn(`npm start -- --lan is not tested, for no network namespace can be made: ${String(error)}`);
    await other.unplug().catch(() => undefined);
    return false;
  },
);
const describeWithNetwork = isPlugged ? describe : describe.skip;

afterAll(() => (isPlugged ? other.unplug() : undefined));

describeWithNetwork.each(DATABASES)('npm start -- --lan on $kind', ({ fresh }) => {
  let world: World;
  beforeAll(async () => {
    world = await World.start({ HOST: other.here, DATABASE_URL: await fresh() }, { lan: true });
  });
  afterAll(() => world?.stop());

  it('lets a caller on another machine talk', async () => {
    expect(world.apiUrl).toContain(other.here);
    const wav = world.file('call.wav');
    const { code, stdout, stderr } = await other.node(
      ...['--disable-warning=ExperimentalWarning', CALL, '--url', world.apiUrl, '--json', '--wav', wav],
      ...['--text', 'please find me a package to bali for seven nights'],
    );
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    const { turns } = JSON.parse(stdout) as Report;
    expect(turns).toHaveLength(1);
    expect(turns[0]?.answer).toBeTruthy();
  });

  it('gives callers there the scope of anonymous ones, and tells them where LiveKit is', async () => {
    const ask = async (path: string, init: RequestInit = {}) => {
      const script = `const answer = await fetch(${JSON.stringify(world.apiUrl + path)}, ${JSON.stringify(init)});
        console.log(JSON.stringify({ status: answer.status, body: await answer.json() }));`;
      const { stdout } = await other.node('--input-type=module', '--eval', script);
      return JSON.parse(stdout) as { status: number; body: Record<string, unknown> };
    };
    expect((await ask('/session')).status).toBe(403);
    const started = await ask('/orchestrated/session/start', { method: 'POST' });
    expect(started.status).toBe(200);
    expect(started.body.url).toMatch(new RegExp(`^ws://${other.here}:\\d+$`));
  });

  it('keeps agents and sandbox to this machine', async () => {
    const parts = await world.parts();
    const inside = parts.filter(({ name }) => name === 'sandbox' || name.startsWith('agent'));
    expect(inside.length).toBeGreaterThan(2);
    for (const { port } of inside) {
      await fetch(`http://127.0.0.1:${port}/health/live`, { signal: AbortSignal.timeout(5_000) });
      const fromNetwork = fetch(`http://${other.here}:${port}/health/live`, {
        signal: AbortSignal.timeout(5_000),
      });
      await expect(fromNetwork).rejects.toThrow('fetch failed');
    }
  });
});
