import type { World } from './world.ts';

/** A part that was broken on purpose, and what the command must say of it. */
export interface Fault {
  part: string;
  broken: string;
  /** Breaks it; what it returns is set in the environment. */
  arrange: (world: World) => Promise<NodeJS.ProcessEnv> | NodeJS.ProcessEnv;
  problem: RegExp;
  /** Names the variable or the command that mends it. */
  cure: RegExp;
}

/** Must not be found in any message. */
export const SECRET = 'hush-that-nobody-reads';
