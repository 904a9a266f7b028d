import { setTimeout as pause } from 'node:timers/promises';
import type { Callers, TestTalk } from '../../test/callers.ts';
import { collectGarbage, privateMegabytes } from '../../test/heap.ts';
import type { World } from '../../test/world.ts';
import { PlainAgents } from '../pipeline/plain-agents.ts';
import { FIRST_TOKEN_MS, PIPELINE_AGENT, TOKEN_EVERY_MS } from '../pipeline/scene.ts';
import { cpuMs } from '../process-usage.ts';
import { evenScript, Sandbox } from '../sandbox.ts';
import type { EarScript } from '../sandbox.ts';

export const SENTENCE = 'hello tara how are you';
/** About as long as its words take. */
const WORD_MS = 300;
const UNDERSTOOD = question(evenScript('sentence', SENTENCE, WORD_MS));
const COLLECTED_WITHIN_MS = 2_000;

/** Whose agents carry the talks. */
export interface Carrier {
  /** @returns a talk whose greeting is about to be heard */
  begin(callers: Callers, turns: number): Promise<TestTalk>;
  end(talk: TestTalk): Promise<unknown>;
  /** Of all their processes so far. */
  cpuMs(): Promise<number>;
  /** Private memory of all their processes, after a whole collection where they can be asked for one. */
  megabytes(): Promise<number>;
  stop(): Promise<void>;
}

abstract class Ours implements Carrier {
  protected readonly world: World;

  constructor(world: World) {
    this.world = world;
  }

  abstract begin(callers: Callers, turns: number): Promise<TestTalk>;

  end(talk: TestTalk): Promise<unknown> {
    return talk.end();
  }

  async cpuMs(): Promise<number> {
    return sum((await this.pids()).map(cpuMs));
  }

  /** What a talk before this one left to be collected is not this one's. */
  async megabytes(): Promise<number> {
    const pids = await this.pids();
    pids.forEach(collectGarbage);
    await pause(COLLECTED_WITHIN_MS);
    return sum(pids.map(privateMegabytes));
  }

  stop(): Promise<void> {
    return Promise.resolve();
  }

  private async pids(): Promise<number[]> {
    const parts = await this.world.parts();
    return parts.flatMap(({ name, pid }) => (name.startsWith('agent') && pid ? [pid] : []));
  }
}

/** Our realtime agents; the simulated model answers at once with sound that is there. */
export class OurRealtime extends Ours {
  static async start(this: void, world: World): Promise<Carrier> {
    await new Sandbox(world.sandboxUrl).answerAtOnce();
    return new OurRealtime(world);
  }

  begin(callers: Callers): Promise<TestTalk> {
    return callers.call(this.world.apiUrl);
  }
}

/** Our pipeline agents; the simulated recogniser does not listen, and the voice has said it all before. */
export class OurPipelines extends Ours {
  private readonly sandbox: Sandbox;

  private constructor(world: World, sandbox: Sandbox) {
    super(world);
    this.sandbox = sandbox;
  }

  static async start(this: void, world: World): Promise<Carrier> {
    const sandbox = new Sandbox(world.sandboxUrl);
    await sandbox.writeAt(FIRST_TOKEN_MS, TOKEN_EVERY_MS);
    return new OurPipelines(world, sandbox);
  }

  async begin(callers: Callers, turns: number): Promise<TestTalk> {
    await this.sandbox.understandNext([UNDERSTOOD], turns);
    return callers.call(this.world.apiUrl, 'rms', { agentId: null, agentConfig: PIPELINE_AGENT });
  }
}

/** The framework's agents with its defaults on the same vendors. */
export class PlainPipelines implements Carrier {
  private readonly agents: PlainAgents;
  private readonly sandbox: Sandbox;

  private constructor(agents: PlainAgents, sandbox: Sandbox) {
    this.agents = agents;
    this.sandbox = sandbox;
  }

  static async start(this: void, world: World): Promise<Carrier> {
    const sandbox = new Sandbox(world.sandboxUrl);
    await sandbox.writeAt(FIRST_TOKEN_MS, TOKEN_EVERY_MS);
    return new PlainPipelines(await PlainAgents.start(world, PIPELINE_AGENT.prompt), sandbox);
  }

  async begin(callers: Callers, turns: number): Promise<TestTalk> {
    await this.sandbox.understandNext([UNDERSTOOD], turns);
    return callers.enter(...(await this.agents.room()));
  }

  end(talk: TestTalk): Promise<unknown> {
    return talk.hangUp();
  }

  async cpuMs(): Promise<number> {
    return sum((await this.agents.pids()).map(cpuMs));
  }

  async megabytes(): Promise<number> {
    return sum((await this.agents.pids()).map(privateMegabytes));
  }

  stop(): Promise<void> {
    return this.agents.stop();
  }
}

/** With its mark: a sentence without one is waited for. */
function question({ id, words }: EarScript): EarScript {
  return { id, words: words.map((word, i) => (i === words.length - 1 ? { ...word, mark: '?' } : word)) };
}

/** Of what can be had: a process may have ended meanwhile. */
async function sum(figures: readonly Promise<number>[]): Promise<number> {
  const settled = await Promise.allSettled(figures);
  return settled.reduce((total, each) => total + (each.status === 'fulfilled' ? each.value : 0), 0);
}
