import { initializeLogger } from '@livekit/agents';

let ready = false;

/**
 * Must run before anything of `@livekit/agents` is built. The framework's own lines stay at `warn`: at `info` it writes
 * participants' details.
 */
export function prepareFramework(level: 'warn' | 'error' | 'debug' = 'warn'): void {
  if (ready) return;
  initializeLogger({ pretty: false, level });
  ready = true;
}
