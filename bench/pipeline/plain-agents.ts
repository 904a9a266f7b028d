import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { AccessToken, AgentDispatchClient } from 'livekit-server-sdk';
import type { World } from '../../test/world.ts';

const WORKER = fileURLToPath(new URL('../baseline/livekit-agents.ts', import.meta.url));
const PLAIN = 'plain';
const GONE_WITHIN_MS = 10_000;

/** Of the LiveKit server that both kinds of agents share. */
export const LIVEKIT = {
  LIVEKIT_API_KEY: 'bench',
  LIVEKIT_API_SECRET: 'a secret of the benchmark, long enough',
};

/** A worker of the framework alone, and rooms to which it comes. */
export class PlainAgents {
  private readonly world: World;
  private readonly instructions: string;
  private worker: ChildProcess | undefined;
  private rooms = 0;

  constructor(world: World, instructions: string) {
    this.world = world;
    this.instructions = instructions;
  }

  async start(): Promise<void> {
    const env = {
      ...process.env,
      ...LIVEKIT,
      LIVEKIT_URL: await this.livekitUrl(),
      SANDBOX_URL: this.world.sandboxUrl,
      INSTRUCTIONS: this.instructions,
      AGENT_NAME: PLAIN,
    };
    this.worker = spawn(process.execPath, ['--disable-warning=ExperimentalWarning', WORKER, 'start'], {
      env,
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    const { stdout } = this.worker;
    if (!stdout) throw new Error('The plain worker says nothing.');
    for await (const line of createInterface(stdout)) if (line.includes('registered worker')) break;
    stdout.resume();
  }

  /** @returns the address and the token of a room of its own, to which one of them comes */
  async room(): Promise<[url: string, token: string]> {
    const { LIVEKIT_API_KEY: key, LIVEKIT_API_SECRET: secret } = LIVEKIT;
    const url = await this.livekitUrl();
    const room = `plain-${++this.rooms}`;
    await new AgentDispatchClient(url.replace('ws', 'http'), key, secret).createDispatch(room, PLAIN);
    const token = new AccessToken(key, secret, { identity: 'caller' });
    token.addGrant({ room, roomJoin: true });
    return [url, await token.toJwt()];
  }

  async stop(): Promise<void> {
    if (!this.worker || this.worker.exitCode !== null) return;
    const gone = once(this.worker, 'exit');
    this.worker.kill('SIGTERM');
    const timer = setTimeout(() => this.worker?.kill('SIGKILL'), GONE_WITHIN_MS);
    await gone;
    clearTimeout(timer);
  }

  private async livekitUrl(): Promise<string> {
    return `ws://127.0.0.1:${(await this.world.part('livekit')).port}`;
  }
}
