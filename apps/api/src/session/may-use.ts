import type { SessionSummary } from '#store';
import { mayAny } from '../access/caller.js';
import type { Caller, Scope } from '../access/caller.js';

/** Who began a session may use it, and whoever has the scope for all of their tenant. */
export function mayUse(caller: Caller, { owner }: Pick<SessionSummary, 'owner'>, scope: Scope): boolean {
  return owner === caller.keyName || mayAny(caller, [scope]);
}
