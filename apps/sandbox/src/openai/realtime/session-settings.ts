import { z } from 'zod';
import { check } from './parameter-check.js';

/** The G.711 formats of the telephone exist at OpenAI too; here a session with them is refused rather than misheard. */
const AudioFormat = z.strictObject({ type: z.literal('audio/pcm'), rate: z.literal(24_000).default(24_000) });

const ServerVad = z.strictObject({
  type: z.literal('server_vad'),
  threshold: z.number().min(0).max(1).default(0.5),
  prefix_padding_ms: z.int().min(0).max(5_000).default(300),
  silence_duration_ms: z.int().min(0).max(10_000).default(500),
  /** A person who stays silent is left in peace here: asking for more is refused rather than ignored. */
  idle_timeout_ms: z.null().default(null),
  create_response: z.boolean().default(true),
  interrupt_response: z.boolean().default(true),
});

const SemanticVad = z.strictObject({
  type: z.literal('semantic_vad'),
  eagerness: z.enum(['low', 'medium', 'high', 'auto']).default('auto'),
  create_response: z.boolean().default(true),
  interrupt_response: z.boolean().default(true),
});

const TurnDetection = z.discriminatedUnion('type', [ServerVad, SemanticVad]);
export type TurnDetectionSettings = z.infer<typeof TurnDetection>;

export const Transcription = z.strictObject({
  model: z.string().min(1).optional(),
  language: z.string().optional(),
  languages: z.array(z.string()).optional(),
  keywords: z.array(z.string()).optional(),
  prompt: z.string().optional(),
  delay: z.enum(['minimal', 'low', 'medium', 'high', 'xhigh']).optional(),
});

const VOICES = [
  'alloy',
  'ash',
  'ballad',
  'coral',
  'echo',
  'sage',
  'shimmer',
  'verse',
  'marin',
  'cedar',
] as const;
const VoiceName = z.union([z.enum(VOICES), z.strictObject({ id: z.string().min(1) })]);

const FunctionTool = z.strictObject({
  type: z.literal('function'),
  name: z.string().regex(/^[a-zA-Z0-9_-]{1,64}$/),
  description: z.string().optional(),
  parameters: z.record(z.string(), z.unknown()).optional(),
});
export const Tools = z.array(FunctionTool).max(128);

export const ToolChoice = z.union([
  z.enum(['auto', 'none', 'required']),
  z.strictObject({ type: z.literal('function'), name: z.string().min(1) }),
]);

export const OutputModalities = z.array(z.enum(['audio', 'text'])).length(1);
export const MaxOutputTokens = z.union([z.int().min(1).max(4096), z.literal('inf')]);

const Reasoning = z.strictObject({
  effort: z.enum(['minimal', 'low', 'medium', 'high', 'xhigh']).optional(),
});

const Truncation = z.union([
  z.enum(['auto', 'disabled']),
  z.strictObject({
    type: z.literal('retention_ratio'),
    retention_ratio: z.number().min(0).max(1),
    token_limits: z.strictObject({ post_instructions: z.int().optional() }).optional(),
  }),
]);

export const AudioInputUpdate = z.strictObject({
  format: AudioFormat.optional(),
  noise_reduction: z.strictObject({ type: z.enum(['near_field', 'far_field']) }).nullish(),
  transcription: Transcription.nullish(),
  turn_detection: TurnDetection.nullish(),
});

export const AudioOutputUpdate = z.strictObject({
  format: AudioFormat.optional(),
  voice: VoiceName.optional(),
  speed: z.number().min(0.25).max(1.5).optional(),
});

/** What `session.update` and `client_secrets` may say. One unknown field and the whole update is refused. */
const SessionUpdate = z.strictObject({
  type: z.literal('realtime'),
  model: z.string().min(1).optional(),
  output_modalities: OutputModalities.optional(),
  instructions: z.string().max(200_000).optional(),
  audio: z
    .strictObject({ input: AudioInputUpdate.optional(), output: AudioOutputUpdate.optional() })
    .optional(),
  tools: Tools.optional(),
  tool_choice: ToolChoice.optional(),
  parallel_tool_calls: z.boolean().optional(),
  reasoning: Reasoning.optional(),
  max_output_tokens: MaxOutputTokens.optional(),
  truncation: Truncation.optional(),
  tracing: z.union([z.literal('auto'), z.record(z.string(), z.unknown())]).nullish(),
  include: z.array(z.literal('item.input_audio_transcription.logprobs')).nullish(),
  prompt: z.record(z.string(), z.unknown()).nullish(),
});
type SessionUpdate = z.infer<typeof SessionUpdate>;

/** The session as it stands, in OpenAI's own shape. */
export interface SessionSettings extends Omit<
  Required<SessionUpdate>,
  'audio' | 'reasoning' | 'parallel_tool_calls'
> {
  audio: {
    input: Required<z.infer<typeof AudioInputUpdate>>;
    output: Required<z.infer<typeof AudioOutputUpdate>>;
  };
  reasoning?: SessionUpdate['reasoning'];
  parallel_tool_calls?: boolean;
}

export const DEFAULT_SETTINGS: SessionSettings = {
  type: 'realtime',
  model: 'gpt-realtime',
  output_modalities: ['audio'],
  instructions: 'You are the sandbox: a small deterministic travel dialogue stands in for the model.',
  audio: {
    input: {
      format: { type: 'audio/pcm', rate: 24_000 },
      noise_reduction: null,
      transcription: null,
      turn_detection: ServerVad.parse({ type: 'server_vad' }),
    },
    output: { format: { type: 'audio/pcm', rate: 24_000 }, voice: 'marin', speed: 1 },
  },
  tools: [],
  tool_choice: 'auto',
  max_output_tokens: 'inf',
  truncation: 'auto',
  tracing: null,
  include: null,
  prompt: null,
};

/** The settings after an update; fields it does not name stay. @throws ParameterInvalid */
export function readSession(update: unknown, current: SessionSettings): SessionSettings {
  const { audio, ...rest } = check(SessionUpdate, update, 'session');
  return {
    ...current,
    ...rest,
    audio: {
      input: { ...current.audio.input, ...audio?.input },
      output: { ...current.audio.output, ...audio?.output },
    },
  };
}

/** The session as events and answers show it. */
export interface SessionView extends SessionSettings {
  id: string;
  object: 'realtime.session';
  /** Unix seconds, 0 for a session that has not begun. */
  expires_at: number;
}

export function describeSession(id: string, settings: SessionSettings, expiresAt: number): SessionView {
  return { id, object: 'realtime.session', ...settings, expires_at: expiresAt };
}
