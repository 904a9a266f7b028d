import { jest } from '@jest/globals';
import { eventually, isAlive } from './testing/eventually.ts';
import { Miniature, textOf } from './testing/miniature.ts';
import type { Run } from './testing/miniature.ts';

// Ten processes are started in each of these, and the machine may be busy.
jest.setTimeout(120_000);

describe('npm start', () => {
  let home: Miniature;
  beforeEach(() => (home = new Miniature()));
  afterEach(() => home.remove());

  const partPid = (name: string) => home.status()?.parts.find((part) => part.name === name)?.pid ?? 0;
  const hanging = () => eventually(() => home.has('hanging'));

  /** Ends a run the way a person does and looks whether all is gone. */
  async function endsClean(run: Run, code = 130): Promise<void> {
    run.signalGroup('SIGINT');
    expect(await run.exit).toBe(code);
    await home.untilNothingLeft();
    expect(home.has('data/run.json')).toBe(false);
  }

  it('installs, builds and starts every part, says where to go, and starts a killed one again', async () => {
    const run = await home.run([]);
    const status = await run.untilReady();
    expect(status.ready).toBe(true);
    expect(isAlive(status.launcherPid)).toBe(true);
    expect(status.parts.map(({ name, state }) => `${name} ${state}`)).toEqual([
      'livekit ready',
      'sandbox ready',
      'api ready',
      'agent-1 ready',
      'agent-2 ready',
    ]);
    expect(run.said).toMatch(/CRM +simulated; CRM_EMAIL and CRM_PASSWORD make it real/);

    for (const name of ['agent-2', 'api', 'livekit']) {
      const before = partPid(name);
      process.kill(before, 'SIGKILL');
      await eventually(() => {
        const part = home.status()?.parts.find((each) => each.name === name);
        return part?.restarts === 1 && part.state === 'ready' && part.pid !== before;
      }, 30_000);
      await run.untilSaid(new RegExp(`${name} +was ended by SIGKILL; starting it again at once`));
    }

    // A terminal, npm and start.mjs each pass one Ctrl-C on.
    run.signalGroup('SIGINT');
    run.signalGroup('SIGINT');
    await endsClean(run);
    expect(textOf(home, 'data/logs/api.log')).toBe('');

    const again = await home.run(['start', '--mode', 'api']);
    expect((await again.untilReady()).parts.map(({ name }) => name)).toEqual(['livekit', 'sandbox', 'api']);
    expect(again.said).not.toMatch(/installing|building/);
    again.signalGroup('SIGTERM');
    expect(await again.exit).toBe(143);
    await home.untilNothingLeft();
  });

  it('leaves nothing behind when the launcher is killed, nor when start.mjs or npm is', async () => {
    const victims: ((run: Run) => number)[] = [
      () => home.status()?.launcherPid ?? 0,
      (run) => run.startPid,
      (run) => run.pid,
    ];
    for (const victim of victims) {
      const run = await home.run([], { FAKE_STUBBORN: 'agent', SHUTDOWN_GRACE_MS: '0' }, 'npm start');
      await run.untilReady();
      process.kill(victim(run), 'SIGKILL');
      await home.untilNothingLeft();
      await run.exit;
    }
  });

  it('kills at once at a second Ctrl-C, also a part that heeds no signal', async () => {
    const run = await home.run([], { FAKE_STUBBORN: 'agent', SHUTDOWN_GRACE_MS: '600000' });
    await run.untilReady();
    run.signalGroup('SIGINT');
    await run.untilSaid('ending all parts');
    const ended = run.exit.then(() => true);
    const again = setInterval(() => isAlive(run.pid) && run.signalGroup('SIGINT'), 200);
    expect(await ended).toBe(true);
    clearInterval(again);
    expect(await run.exit).toBe(130);
    await home.untilNothingLeft();
    expect(home.has('data/run.json')).toBe(false);
  });

  it('ends in the middle of the installation', async () => {
    const installing = await home.run([], { FAKE_NPM: 'hang' });
    await hanging();
    await endsClean(installing);
    expect(installing.said).toMatch(/installing 0 packages: npm ci … \d+ s/);
  });

  it('ends in the middle of the build', async () => {
    const building = await home.run([], { FAKE_NEST: 'hang' });
    await hanging();
    await endsClean(building);
    expect(building.said).toContain('building api, agent and sandbox');
  });

  it('shows the end of what npm said when the installation fails', async () => {
    const run = await home.run([], { FAKE_NPM: 'fail' });
    expect(await run.exit).toBe(1);
    expect(run.said).toContain('npm error 404 no such package');
  });

  it('ends everything when a part refuses to start, and says which', async () => {
    const run = await home.run([], { FAKE_REFUSES: 'agent' });
    expect(await run.exit).toBe(1);
    expect(run.said).toMatch(/agent-\d +error SOME_VARIABLE: must be a number/);
    expect(run.said).toMatch(/The agent-\d did not start/);
    await home.untilNothingLeft();
  });

  it('refuses a second one beside it, and options it does not know', async () => {
    const run = await home.run([]);
    const { launcherPid } = await run.untilReady();
    const second = await home.run([]);
    expect(await second.exit).toBe(1);
    expect(second.said).toContain(`Another Parley (process ${launcherPid};`);
    const other = await home.run(['start', '--wan']);
    expect(await other.exit).toBe(1);
    expect(other.said).toContain("Unknown option '--wan'. Options of `start`: --mode, --lan.");
    await endsClean(run);
  });

  it('builds and starts again what has changed, in dev', async () => {
    const run = await home.run(['dev']);
    await run.untilReady();
    const before = partPid('api');
    home.write('apps/api/main.ts', '// changed');
    await eventually(
      () => partPid('api') !== before && home.status()?.ready,
      30_000,
      () => run.said,
    );
    await run.untilSaid('building sandbox, api, agent');
    await endsClean(run);
  });

  it('is started by another program, and ends when that one is killed', async () => {
    await (
      await home.run(['build'])
    ).exit;
    home.write(
      'caller.ts',
      `import { startParley } from './src/launcher/start-parley.ts';
       const { apiUrl, stop } = await startParley({ quiet: true });
       console.log((await fetch(apiUrl)).status);
       if (process.argv[2] === 'stop') await stop();`,
    );
    const stopped = await home.run(['stop'], {}, 'caller.ts');
    expect(await stopped.exit).toBe(0);
    expect(stopped.said).toBe('200\n');
    await home.untilNothingLeft();

    const killed = await home.run([], {}, 'caller.ts');
    await killed.untilSaid('200');
    process.kill(killed.pid, 'SIGKILL');
    await home.untilNothingLeft();
  });

  it('starts neither a sandbox nor a LiveKit server in production', async () => {
    const run = await home.run([], { NODE_ENV: 'production' });
    expect((await run.untilReady()).parts.map(({ name }) => name)).toEqual(['api']);
    expect(run.said).toMatch(/CRM +off; CRM_EMAIL and CRM_PASSWORD turn it on/);
    expect(run.said).toContain('there are no rooms');
    await endsClean(run);
  });
});
