import type { TravelSlots } from '../speech/travel-slots.js';

/** A tool as `session.update` declares it. */
export interface DeclaredTool {
  name: string;
  parameters?: unknown;
}

export interface ToolRequest {
  name: string;
  arguments: Record<string, unknown>;
}

export interface Reply {
  /** What to say; nothing when absent. */
  say?: string;
  /** Tools to call in the same response. */
  calls?: ToolRequest[];
}

export interface HeardTurn {
  text: string;
  slots: TravelSlots;
  unclear: boolean;
}

/** One session's talk about travel: deterministic, without I/O; it uses only the tools the session declared. */
export class TravelDialogue {
  private tools: readonly DeclaredTool[] = [];

  /** Takes the tools of the latest `session.update`. */
  declare(tools: readonly DeclaredTool[]): void {
    this.tools = tools;
  }

  greet(_instructions?: string): Reply {
    return {};
  }

  hear(_turn: HeardTurn): Reply {
    return { calls: this.tools.map(({ name }) => ({ name, arguments: {} })) };
  }

  /** Typed text takes the same way as speech. */
  read(_text: string): Reply {
    return {};
  }

  toolResult(_callId: string, _name: string, _output: string): Reply {
    return {};
  }
}
