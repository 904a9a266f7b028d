import { newId } from '#conversation';
import type { ToolRequest } from './language-model.js';

interface Fragment {
  index?: number;
  id?: string;
  function?: { name?: string; arguments?: string };
}

/** Tool calls come in fragments: the first has id and name, the others more of the arguments. */
export class ToolFragments {
  private readonly calls = new Map<number, ToolRequest>();
  private latest = -1;

  /** @returns whether it brought anything. */
  add({ index, id, function: { name = '', arguments: text = '' } = {} }: Fragment): boolean {
    // Some vendors do not count: an id begins a call, what comes without one goes on with it.
    this.latest = index ?? (id || this.latest < 0 ? this.latest + 1 : this.latest);
    const call = this.calls.get(this.latest) ?? { callId: '', name: '', arguments: '' };
    this.calls.set(this.latest, {
      callId: call.callId || id || '',
      name: call.name || name,
      arguments: call.arguments + text,
    });
    return Boolean(id || name || text);
  }

  /** All of them, now that they are complete. One without a name cannot be run. */
  take(): ToolRequest[] {
    const calls = [...this.calls.values()].filter(({ name }) => name);
    this.calls.clear();
    return calls.map((call) => ({
      ...call,
      callId: call.callId || `call_${newId()}`,
      arguments: call.arguments || '{}',
    }));
  }
}
