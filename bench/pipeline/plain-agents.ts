import { fileURLToPath } from 'node:url';
import { AccessToken, AgentDispatchClient } from 'livekit-server-sdk';
import { freePorts } from '../../test/free-ports.ts';
import { familyOf } from '../../test/processes.ts';
import type { World } from '../../test/world.ts';
import { LIVEKIT_KEYS } from '../livekit-keys.ts';
import { Served } from '../served.ts';

const WORKER = fileURLToPath(new URL('../baseline/livekit-agents.ts', import.meta.url));
const PLAIN = 'plain';

/** A worker of the framework alone, and rooms to which it comes. */
export class PlainAgents {
  private readonly livekitUrl: string;
  private readonly worker: Served;
  private rooms = 0;

  private constructor(livekitUrl: string, worker: Served) {
    this.livekitUrl = livekitUrl;
    this.worker = worker;
  }

  /** Returns when the LiveKit server of that world knows the worker. */
  static async start(world: World, instructions: string): Promise<PlainAgents> {
    const livekitUrl = `ws://127.0.0.1:${(await world.part('livekit')).port}`;
    const worker = await Served.start({
      program: [WORKER, 'start'],
      env: {
        ...LIVEKIT_KEYS,
        LIVEKIT_URL: livekitUrl,
        SANDBOX_URL: world.sandboxUrl,
        INSTRUCTIONS: instructions,
        AGENT_NAME: PLAIN,
      },
      ...{ port: await freePorts(1), ready: '/', log: world.file('plain.log') },
    });
    return new PlainAgents(livekitUrl, worker);
  }

  /** @returns the address and the token of a room of its own, to which one of them comes */
  async room(): Promise<[url: string, token: string]> {
    const { LIVEKIT_API_KEY: key, LIVEKIT_API_SECRET: secret } = LIVEKIT_KEYS;
    const room = `plain-${++this.rooms}`;
    const dispatches = new AgentDispatchClient(this.livekitUrl.replace('ws', 'http'), key, secret);
    await dispatches.createDispatch(room, PLAIN);
    const token = new AccessToken(key, secret, { identity: 'caller' });
    token.addGrant({ room, roomJoin: true });
    return [this.livekitUrl, await token.toJwt()];
  }

  /** Of the worker, and of the process of each talk. */
  pids(): Promise<number[]> {
    return familyOf(this.worker.pid);
  }

  stop(): Promise<void> {
    return this.worker.close();
  }
}
