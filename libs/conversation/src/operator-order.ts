import { z } from 'zod';
import { TOOL_NAMES, TurnTaking } from './agent-definition.js';
import { END_REASONS } from './session.js';

/** The method by which the agent of a session takes orders, in its room. */
export const OPERATOR_METHOD = 'parley.operate';

/** What becomes different about an agent in the middle of a talk, from its next turn on. What is left out stays. */
export const AgentChange = z.object({
  instructions: z.string().max(32_768).optional(),
  /** A voice of the vendor that speaks. */
  voice: z.string().min(1).max(256).optional(),
  /** All tools it may use from then on, of those it knows. */
  tools: z.array(z.enum(TOOL_NAMES)).max(64).optional(),
  turnTaking: TurnTaking.omit({ detection: true }).partial().optional(),
  /** The person does not want to be recorded. It cannot be taken back. */
  recording: z.object({ enabled: z.literal(false) }).optional(),
});
export type AgentChange = z.infer<typeof AgentChange>;

/** What an operator wants of the agent. */
export const OperatorCommand = z.discriminatedUnion('type', [
  z.object({ type: z.literal('say'), text: z.string().min(1) }),
  z.object({ type: z.literal('interrupt') }),
  z.object({
    type: z.literal('robot'),
    /** `gesture`, `look`, `stop` … */
    action: z.string(),
    value: z.string(),
    hand: z.enum(['left', 'right']).optional(),
    /** Goes on when the person interrupts. */
    safety: z.boolean(),
    deadlineMs: z.int().positive(),
  }),
  z.object({ type: z.literal('change_agent'), change: AgentChange }),
  /** Ends the session in good order, and leaves the room before that is said to have ended. */
  z.object({ type: z.literal('end'), reason: z.enum(END_REASONS) }),
]);
export type OperatorCommand = z.infer<typeof OperatorCommand>;

/** A command on its way: for one claim of one session, and obeyed once however often it arrives. */
export const OperatorOrder = z.object({
  id: z.string().min(1).max(64),
  sessionId: z.string(),
  /** Another agent that has taken the session over does not obey it. */
  epoch: z.int().min(1),
  /** Epoch ms: whoever gave it has stopped waiting by then. */
  expiresAt: z.int(),
  command: OperatorCommand,
});
export type OperatorOrder = z.infer<typeof OperatorOrder>;

export const ORDER_STATUSES = ['done', 'refused', 'cancelled', 'unsupported', 'timeout'] as const;
export type OrderStatus = (typeof ORDER_STATUSES)[number];

/** What became of an order. */
export interface OrderOutcome {
  status: OrderStatus;
  /** For people. */
  detail: string | null;
}

/** The agent's answer, at once: LiveKit gives up on an answer after three seconds, so what takes longer is asked for again. */
export const OrderReply = z.object({
  status: z.enum([...ORDER_STATUSES, 'working']),
  detail: z.string().nullable(),
});
export type OrderReply = z.infer<typeof OrderReply>;
