import { z } from 'zod';

/** The tools an agent may be given; each is one class in the app that runs it. */
export const TOOL_NAMES = [
  'find_packages',
  'save_customer_lead',
  'create_quote',
  'save_contact',
  'recall_customer',
  'robot_action',
  'disconnect_call',
  'stop_recording',
] as const;
export type ToolName = (typeof TOOL_NAMES)[number];

/** One vendor for one job. The first of a list is used, the rest are fail-over. */
export const ProviderChoice = z.object({
  vendor: z.string().min(1),
  model: z.string().min(1).optional(),
  voice: z.string().min(1).optional(),
  language: z.string().min(1).optional(),
});
export type ProviderChoice = z.infer<typeof ProviderChoice>;

export const TurnTaking = z.object({
  /** Who finds the end of a turn: the realtime model by meaning or by silence, or Parley itself (pipeline). */
  detection: z.enum(['semantic_vad', 'server_vad', 'local']),
  minSpeechMs: z.int().min(0).max(5_000),
  minSilenceMs: z.int().min(0).max(10_000),
  paddingMs: z.int().min(0).max(2_000),
  /** Whether the person may cut the agent short. */
  interruptions: z.boolean(),
});
export type TurnTaking = z.infer<typeof TurnTaking>;

export const RECORDING_NOTICE = 'This call is recorded. Please tell me if you do not want that.';

/** Nothing is recorded before the person has heard that it will be. */
export const RecordingTerms = z.object({
  enabled: z.boolean(),
  /** What the person is told before anything else is said to them. */
  notice: z.string().min(1).max(1_024).default(RECORDING_NOTICE),
  /** What becomes of the talk when they do not want to be recorded: it goes on without, or it ends. */
  ifRefused: z.enum(['go_on', 'end']).default('go_on'),
});
export type RecordingTerms = z.infer<typeof RecordingTerms>;

/**
 * What an agent is. Frozen into the session when it starts: a later change of the stored agent does not touch running talks.
 * `schemaVersion` grows when the shape changes; readers of old rows bring them up to date.
 */
export const AgentDefinition = z.object({
  schemaVersion: z.literal(1),
  id: z.string().min(1).max(256),
  name: z.string().min(1).max(256),
  instructions: z.string().max(32_768),
  /** What the agent says first: words to speak, or null to wait for the person. */
  greeting: z.string().max(8_192).nullable(),
  mode: z.enum(['realtime', 'pipeline']),
  /** BCP 47, or `auto`. */
  language: z.string().min(1),
  providers: z.object({
    realtime: z.array(ProviderChoice),
    stt: z.array(ProviderChoice),
    llm: z.array(ProviderChoice),
    tts: z.array(ProviderChoice),
  }),
  turnTaking: TurnTaking,
  tools: z.array(z.enum(TOOL_NAMES)).max(64),
  limits: z.object({
    maxDurationS: z.int().min(1),
    idleS: z.int().min(1),
    /** US dollars, null for no limit. */
    money: z.number().positive().nullable(),
  }),
  recording: RecordingTerms,
  /** What cleans the sound we hear. Nothing does, whatever was asked for; clients clean their own before they send it. */
  noiseCancellation: z.literal('none').default('none'),
  /** False: the person may come back within the idle limit. */
  closeOnDisconnect: z.boolean(),
});
export type AgentDefinition = z.infer<typeof AgentDefinition>;
