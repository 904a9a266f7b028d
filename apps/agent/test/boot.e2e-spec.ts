import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { resolve } from 'node:path';
import { text } from 'node:stream/consumers';

const MAIN = resolve('dist/apps/agent/src/main.js');

describe('the boot of an agent', () => {
  it('ends with the setting that is wrong, and nothing else', async () => {
    const agent = spawn(process.execPath, [MAIN], {
      stdio: ['ignore', 'ignore', 'pipe'],
      env: { PATH: process.env.PATH, NODE_ENV: 'test', AGENT_PORT: 'none' },
    });
    const [said] = await Promise.all([text(agent.stderr), once(agent, 'exit')]);
    expect(agent.exitCode).toBe(1);
    expect(said).toContain('AGENT_PORT');
    expect(said).not.toMatch(/^\s+at /m);
  }, 30_000);
});
