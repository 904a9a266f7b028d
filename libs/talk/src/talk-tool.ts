import type { z } from 'zod';
import type { EndReason, EventPayload, EventType, ToolName } from '#conversation';

/** Tells what happened: becomes an event of the session. */
export type Report = <T extends EventType>(type: T, payload: EventPayload<T>) => void;

/** One call of a tool, as the tool sees it. */
export interface ToolCall<Reach> {
  sessionId: string;
  /** Of this call alone: what has an effect outside carries it, so that a repeat does nothing twice. */
  idempotencyKey: string;
  /** Aborted at the tool's deadline and at the end of the talk. */
  signal: AbortSignal;
  /** What this talk's door offers beyond sound: the robot, for example. */
  reach: Reach;
  /** Tells what came of the call beyond its answer. */
  report: Report;
  /** Ends the talk once what is being said has been heard. */
  hangUp(reason: EndReason): void;
}

/**
 * Something the agent can do. The description is for the model, the answer for the ear: words, never a stack or a credential.
 *
 * @typeParam Reach what the tool needs of the door.
 */
export interface TalkTool<Reach = unknown, Parameters extends z.ZodObject = z.ZodObject> {
  readonly name: ToolName;
  readonly description: string;
  readonly parameters: Parameters;
  readonly deadlineMs: number;
  run(args: z.infer<Parameters>, call: ToolCall<Reach>): Promise<ToolAnswer>;
}

export interface ToolAnswer {
  /** Whether the tool did what it was asked. */
  ok: boolean;
  /** For the model, which is handed it as JSON. */
  content: Record<string, unknown>;
}
