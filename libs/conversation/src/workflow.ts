import { z } from 'zod';
import { END_REASONS, SESSION_DOORS } from './session.js';

/** What can set a workflow off. */
export const TRIGGERS = [
  'session.started',
  'session.ended',
  'contact.captured',
  'intent',
  'keyword',
  'sentiment',
  'tool.called',
] as const;
export type Trigger = (typeof TRIGGERS)[number];

export const CONTACT_FIELDS = ['name', 'email', 'phone', 'company'] as const;
export const SPEAKERS = ['user', 'agent', 'anyone'] as const;

/** When a trigger counts: everything that is named has to fit, and of a list one. What is left out fits always. */
export const WorkflowCondition = z
  .object({
    agentId: z.string(),
    doors: z.array(z.enum(SESSION_DOORS)),
    reasons: z.array(z.enum(END_REASONS)),
    minDurationS: z.number(),
    fields: z.array(z.enum(CONTACT_FIELDS)),
    intents: z.array(z.string()),
    /** What is meant by them, by name. */
    descriptions: z.record(z.string(), z.string()),
    /** 0 to 1. */
    minConfidence: z.number(),
    keywords: z.array(z.string()),
    /** Whose words; the person's where nothing is said. */
    from: z.enum(SPEAKERS),
    /** Of a sentiment, from -1 to 1. */
    atMost: z.number(),
    atLeast: z.number(),
    tools: z.array(z.string()),
  })
  .partial();
export type WorkflowCondition = z.infer<typeof WorkflowCondition>;

/** Which conditions make sense with which trigger. */
export const CONDITIONS_OF: Record<Trigger, readonly (keyof WorkflowCondition)[]> = {
  'session.started': ['agentId', 'doors'],
  'session.ended': ['agentId', 'doors', 'reasons', 'minDurationS'],
  'contact.captured': ['agentId', 'fields'],
  intent: ['agentId', 'intents', 'descriptions', 'minConfidence'],
  keyword: ['agentId', 'keywords', 'from'],
  sentiment: ['agentId', 'from', 'atMost', 'atLeast'],
  'tool.called': ['agentId', 'tools'],
};
