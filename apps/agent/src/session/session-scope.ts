import { AsyncLocalStorage, AsyncResource } from 'node:async_hooks';
import { withLogFields } from '#telemetry';

/** What runs for a session runs inside its scope, so that a fault nobody caught can be traced to the session it belongs to. */
export interface SessionScope {
  sessionId: string;
  /** It has ended: what still breaks off in it was closed under its hands. */
  isOver(): boolean;
  /** Ends this session; the others of the process go on. */
  fail(error: unknown): void;
}

const scopes = new AsyncLocalStorage<SessionScope>();

export function runInScope<T>(scope: SessionScope, work: () => T): T {
  return scopes.run(scope, () => withLogFields({ sessionId: scope.sessionId }, work));
}

export function currentScope(): SessionScope | undefined {
  return scopes.getStore();
}

/**
 * For callbacks that are handed to rtc-node: it calls them outside any scope, and what they throw would end the process.
 * Call it while inside the scope.
 */
export function guard<Args extends unknown[]>(
  onFault: (error: unknown) => void,
  callback: (...args: Args) => unknown,
): (...args: Args) => void {
  return AsyncResource.bind((...args: Args) => {
    try {
      void Promise.resolve(callback(...args)).catch(onFault);
    } catch (error) {
      onFault(error);
    }
  });
}
