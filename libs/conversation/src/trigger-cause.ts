import { describedIn } from './intent.js';
import type { Intent } from './intent.js';
import type { EndReason, SessionDoor } from './session.js';
import type { CONTACT_FIELDS, Trigger, WorkflowCondition } from './workflow.js';
import { wordsIn } from './words-in.js';

/** What happened in each case, as the receiver is told it. */
interface Facts {
  'session.started': { door: SessionDoor; room: string };
  'session.ended': { door: SessionDoor; room: string; reason: EndReason; durationS: number | null };
  'contact.captured': {
    contactId: string;
    name: string | null;
    email: string | null;
    phone: string | null;
    company: string | null;
    /** What of it is new. */
    captured: (typeof CONTACT_FIELDS)[number][];
  };
  intent: {
    intent: Intent['name'];
    description: Intent['description'];
    /** 0 to 1. */
    confidence: number;
    messageId: string;
    text: string;
  };
  keyword: { messageId: string; role: 'user' | 'agent'; text: string };
  sentiment: { messageId: string; role: 'user' | 'agent'; text: string; sentiment: number };
  'tool.called': { callId: string; name: string; arguments: Record<string, unknown> };
}

/** Something that may set workflows off. */
export type TriggerCause = {
  [On in Trigger]: {
    on: On;
    tenantId: string;
    /** Names what happened, once for all time: each workflow fires once for it. */
    id: string;
    at: number;
    sessionId: string | null;
    conversationId: string | null;
    agentId: string | null;
    facts: Facts[On];
  };
}[Trigger];

const YES = {};

/** Whether it is what a workflow waits for: undefined when not, else what the receiver is told beside the facts. */
export function match(
  condition: WorkflowCondition,
  cause: TriggerCause,
): Record<string, unknown> | undefined {
  if (condition.agentId !== undefined && condition.agentId !== cause.agentId) return undefined;
  if (cause.on === 'keyword') return keywordsIn(condition, cause.facts);
  return fits(condition, cause) ? YES : undefined;
}

function fits(condition: WorkflowCondition, cause: Exclude<TriggerCause, { on: 'keyword' }>): boolean {
  const { doors, reasons, fields, tools, from } = condition;
  const { minDurationS = 0, minConfidence = 0, atMost = 1, atLeast = -1 } = condition;
  switch (cause.on) {
    case 'session.started':
      return isIn(doors, cause.facts.door);
    case 'session.ended': {
      const { door, reason, durationS } = cause.facts;
      return isIn(doors, door) && isIn(reasons, reason) && (durationS ?? 0) >= minDurationS;
    }
    case 'contact.captured':
      return cause.facts.captured.some((field) => isIn(fields, field));
    case 'intent':
      return isMeant(condition, cause.facts) && cause.facts.confidence >= minConfidence;
    case 'sentiment': {
      const { sentiment, role } = cause.facts;
      return isFrom(from, role) && sentiment <= atMost && sentiment >= atLeast;
    }
    case 'tool.called':
      return isIn(tools, cause.facts.name);
  }
}

function keywordsIn(
  { keywords = [], from }: WorkflowCondition,
  { role, text }: Facts['keyword'],
): { keywords: string[] } | undefined {
  if (!isFrom(from, role)) return undefined;
  const said = wordsIn(text, keywords);
  return said.length > 0 ? { keywords: said } : undefined;
}

/** Under the name and in the meaning of the workflow. */
function isMeant(condition: WorkflowCondition, { intent, description }: Facts['intent']): boolean {
  const { intents } = condition;
  return (
    intents === undefined || (intents.includes(intent) && describedIn(condition, intent) === description)
  );
}

function isIn<T>(wanted: readonly T[] | undefined, one: T): boolean {
  return wanted === undefined || wanted.includes(one);
}

function isFrom(from: WorkflowCondition['from'] = 'user', role: 'user' | 'agent'): boolean {
  return from === 'anyone' || from === role;
}
