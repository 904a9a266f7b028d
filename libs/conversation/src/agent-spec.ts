import { z } from 'zod';
import { AgentDefinition, RecordingTerms, TOOL_NAMES, TurnTaking } from './agent-definition.js';

/** `deepgram`, `cartesia/sonic-3:<voice>`, or several in the order of trying, as callers write them. */
const Names = z.union([z.string().min(1), z.array(z.string().min(1)).min(1).max(8)]);

const { instructions, mode, language, closeOnDisconnect, limits } = AgentDefinition.shape;
const recording = RecordingTerms.shape;

/**
 * An agent as somebody described it, and as it is kept. What it leaves out is what the environment and the built-in agents say at the
 * moment in which a session begins. `schemaVersion` grows when the shape changes; readers of old rows bring them up to date.
 */
export const AgentSpec = z.object({
  schemaVersion: z.literal(1),
  name: z.string().min(1).max(256),
  instructions: instructions.optional(),
  /** Empty: the agent waits for the person. */
  greeting: z.string().max(8_192).optional(),
  mode: mode.optional(),
  language: language.optional(),
  voice: z.string().min(1).max(256).optional(),
  realtime: Names.optional(),
  stt: Names.optional(),
  llm: Names.optional(),
  tts: Names.optional(),
  turnTaking: TurnTaking.omit({ detection: true }).partial().optional(),
  tools: z.array(z.enum(TOOL_NAMES)).max(64).optional(),
  limits: limits.partial().optional(),
  recording: z
    .object({
      enabled: z.boolean(),
      notice: recording.notice.unwrap(),
      ifRefused: recording.ifRefused.unwrap(),
    })
    .partial()
    .optional(),
  closeOnDisconnect: closeOnDisconnect.optional(),
});
export type AgentSpec = z.infer<typeof AgentSpec>;
