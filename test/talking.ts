import { DATABASES } from '../libs/store/testing/databases.ts';
import { Callers } from './callers.ts';
import { World } from './world.ts';

type Environment = Record<string, string>;

/** A Parley and the people who call it, for every test of the `describe` that asks for them. */
export class Talking {
  private running: { world: World; callers: Callers } | undefined;

  get world(): World {
    return this.there().world;
  }

  get callers(): Callers {
    return this.there().callers;
  }

  async begin(env: Environment): Promise<void> {
    const world = await World.start(env);
    this.running = { world, callers: new Callers() };
  }

  async end(): Promise<void> {
    await this.running?.callers.close();
    await this.running?.world.stop();
  }

  private there(): { world: World; callers: Callers } {
    if (!this.running) throw new Error('Parley runs before the first test and until the last one.');
    return this.running;
  }
}

/** @param env What is set beside what every world has; a function when it takes something to find out. */
export function talking(env: Environment | (() => Promise<Environment>) = {}): Talking {
  const both = new Talking();
  beforeAll(async () => {
    await both.begin(typeof env === 'function' ? await env() : env);
  }, 180_000);
  afterAll(() => both.end(), 30_000);
  return both;
}

/** One on each kind of database, for what is mostly waiting: it is done on all of them at the same time. */
export function talkingOnEach(env: Environment): Talking[] {
  return DATABASES.map(({ fresh }) => talking(async () => ({ ...env, DATABASE_URL: await fresh() })));
}
