import { initializeLogger } from '@livekit/agents';
import { assertPatched } from './patches/patches.js';

let ready = false;

/**
 * Must run before anything of `@livekit/agents` is built; refuses packages that are installed without our patches. The framework's
 * own lines stay at `warn`: at `info` it writes participants' details.
 */
export function prepareFramework(level: 'warn' | 'error' | 'debug' = 'warn'): void {
  if (ready) return;
  assertPatched();
  initializeLogger({ pretty: false, level });
  ready = true;
}
