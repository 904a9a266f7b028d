import { z } from 'zod';
import { END_REASONS } from './session.js';

/**
 * Milliseconds of one turn, each null when it was not seen. `endpoint`, `firstToken` and `firstAudio` follow each other, and `total` is
 * what the person waited. `transcript` and `voice` are what a recogniser and a voice took of their own: work that may have been done
 * before the turn was taken as finished, and that cost the person nothing then.
 */
export const TurnLatency = z.object({
  /** End of the person's speech → the turn was taken as finished. */
  endpointMs: z.number().nullable(),
  /** Turn finished → first audio or text of the model. */
  firstTokenMs: z.number().nullable(),
  /** First audio of the model → handed to the room. */
  firstAudioMs: z.number().nullable(),
  /** End of speech → first audio handed to the room. */
  totalMs: z.number().nullable(),
  /** End of the person's speech → their words were settled. */
  transcriptMs: z.number().nullable().default(null),
  /** First text of the model → first sound of the voice. */
  voiceMs: z.number().nullable().default(null),
});
export type TurnLatency = z.infer<typeof TurnLatency>;

/** What may become of a robot's move. */
export const MOVE_STATUSES = ['done', 'refused', 'cancelled', 'unsupported', 'timeout'] as const;
/** What the CRM could not take, and why: not reached; sent without an answer, so that it may be there already; or it keeps no such thing. */
export const DEFERRED_KINDS = ['lead', 'quote'] as const;
export const DEFERRED_BECAUSE = ['unavailable', 'unknown_outcome', 'not_supported'] as const;

/**
 * What is not as it should be with a microphone. `silent`: it brings nothing, though it is on. `clipping`: it is too loud for what it
 * has to say it with. `lossy`: too much of it is lost on the way.
 */
export const AUDIO_PROBLEMS = ['silent', 'clipping', 'lossy'] as const;

/** A part of a whole. */
const Share = z.number().min(0).max(1);

/** Why a recording stopped: with the talk, by who did not want it, or because it could not be kept. */
export const RECORDING_ENDS = ['ended', 'refused', 'disk_full', 'bucket_away', 'failed'] as const;
const RECORDING_LOCATION = /^[0-9a-f]{32}$/;

/**
 * Everything that happens in a session, as the agent tells it. One versioned union: a type keeps its meaning for ever, a new
 * meaning gets a new type or a higher `v`; a consumer passes over types it does not know.
 */
const payloads = {
  'session.started': z.object({
    agentProcess: z.string(),
    mode: z.enum(['realtime', 'pipeline']),
    vendor: z.string(),
    model: z.string(),
    /** Whose each part of a pipeline is. */
    parts: z.object({ stt: z.string(), llm: z.string(), tts: z.string() }).optional(),
  }),
  'session.ended': z.object({ reason: z.enum(END_REASONS), detail: z.string().nullable() }),
  'person.joined': z.object({ identity: z.string(), name: z.string().nullable() }),
  'person.left': z.object({ identity: z.string(), reason: z.string() }),
  'speech.started': z.object({ speaker: z.enum(['user', 'agent']) }),
  'speech.stopped': z.object({ speaker: z.enum(['user', 'agent']) }),
  /** A finished turn of either side: the transcript is made of these. */
  'message.added': z.object({
    role: z.enum(['user', 'agent']),
    text: z.string(),
    /** What was heard of an answer that was cut short. */
    heardText: z.string().nullable(),
    interrupted: z.boolean(),
    language: z.string().nullable(),
    /** Identity of the person who said it, null for the agent. */
    participant: z.string().nullable(),
    /** Spoken, typed on `lk.chat`, or a recording that is played while the model is away, which did not say it. */
    source: z.enum(['speech', 'text', 'recording']),
    latency: TurnLatency.nullable(),
  }),
  'tool.called': z.object({
    callId: z.string(),
    name: z.string(),
    arguments: z.record(z.string(), z.unknown()),
    idempotencyKey: z.string(),
    deadlineMs: z.int().min(0),
  }),
  'tool.finished': z.object({
    callId: z.string(),
    name: z.string(),
    outcome: z.enum(['done', 'failed', 'cancelled', 'timeout']),
    result: z.string(),
    durationMs: z.number(),
  }),
  /** The CRM could not take a lead or a quote: the api brings it there later, under the key of the tool call. */
  'crm.deferred': z.object({
    kind: z.enum(DEFERRED_KINDS),
    idempotencyKey: z.string().min(1).max(256),
    because: z.enum(DEFERRED_BECAUSE),
    /** A `Lead`, or a `DeferredQuote`, of libs/crm. */
    body: z.record(z.string(), z.unknown()),
  }),
  'robot.commanded': z.object({ command: z.string(), arguments: z.record(z.string(), z.unknown()) }),
  /** What became of a command, where the robot acknowledges them. */
  'robot.answered': z.object({
    command: z.string(),
    status: z.enum(MOVE_STATUSES),
    detail: z.string().nullable(),
    durationMs: z.number(),
  }),
  'agent.interrupted': z.object({
    playedMs: z.number().nullable(),
    /** First voiced sound of who interrupted → the agent's voice stopped; null where nobody spoke over it, or it was not seen. */
    interruptionMs: z.number().nullable().default(null),
  }),
  'provider.failed': z.object({
    kind: z.enum(['realtime', 'stt', 'llm', 'tts']),
    vendor: z.string(),
    recoverable: z.boolean(),
    reason: z.string(),
  }),
  /** It answers as it should again. */
  'provider.recovered': z.object({
    kind: z.enum(['realtime', 'stt', 'llm', 'tts']),
    vendor: z.string(),
    /** Since its first failure. */
    afterMs: z.number().min(0),
  }),
  /** Another vendor does it from here on. */
  'provider.switched': z.object({
    kind: z.enum(['realtime', 'stt', 'llm', 'tts']),
    from: z.string(),
    to: z.string(),
    /** What the first was found wanting in. */
    reason: z.string(),
    /** From the question to the first useful piece of the other's answer; of realtime vendors, from the fault until the other has the talk. */
    afterMs: z.number().min(0),
  }),
  /** The person was told: what is said from here on is recorded. */
  'recording.started': z.object({
    recordingId: z.string().min(1).max(64),
    /** Where its sound lies: a name that nobody can guess. */
    location: z.string().regex(RECORDING_LOCATION),
    /** What the person was told. */
    notice: z.string(),
  }),
  /** A piece of it is kept. */
  'recording.segment': z.object({
    recordingId: z.string().min(1).max(64),
    name: z.string().regex(/^\d{6}\.ogg$/),
    /** From the beginning of the recording. */
    startMs: z.int().min(0),
    durationMs: z.int().min(0),
    bytes: z.int().min(0),
    /** Where it lies; agents before this field did not say so. */
    location: z.string().regex(RECORDING_LOCATION).optional(),
  }),
  /** Nothing more is recorded. Who refuses may do so before it began; what was recorded of them is erased. */
  'recording.stopped': z.object({
    recordingId: z.string().min(1).max(64),
    location: z.string().regex(RECORDING_LOCATION),
    reason: z.enum(RECORDING_ENDS),
  }),
  /**
   * How one person's microphone came to the agent, once a minute and at the end: of the time since the event before, or since they came.
   * Loss, jitter and concealment are WebRTC's own count, null where it had not told yet.
   */
  'audio.quality': z.object({
    /** Whose microphone it is. */
    participant: z.string(),
    /** Of sound that came. */
    receivedS: z.number().min(0),
    /** Part of it, in which they spoke. */
    speechS: z.number().min(0),
    /** RMS of what they spoke, against full scale (0 is the loudest there is); null where they did not speak. */
    levelDbfs: z.number().nullable(),
    /** Samples at full scale (from -0.1 dBFS), of all. */
    clippedShare: Share,
    /** Packets that never came, of all that were sent. */
    lossShare: Share.nullable(),
    jitterMs: z.number().min(0).nullable(),
    /** Sound that was made up in place of what was missing, of all that was played; silence does not count. */
    concealedShare: Share.nullable(),
    problems: z.array(z.enum(AUDIO_PROBLEMS)),
  }),
  /** The api was away for so long that the agent could keep no more: so many events are missing from here on, up to that moment. */
  'events.lost': z.object({ count: z.int().min(1), until: z.iso.datetime() }),
  'usage.added': z.object({
    vendor: z.string(),
    model: z.string(),
    inputTokens: z.int().min(0),
    outputTokens: z.int().min(0),
    cachedTokens: z.int().min(0),
    inputAudioTokens: z.int().min(0),
    outputAudioTokens: z.int().min(0),
    seconds: z.number().min(0),
    /** Of text that a voice was given to speak. */
    characters: z.int().min(0).optional(),
    /** Of sound that a recogniser was given to hear. */
    audioSeconds: z.number().min(0).optional(),
  }),
} as const;

export type EventType = keyof typeof payloads;
export type EventPayload<T extends EventType = EventType> = z.infer<(typeof payloads)[T]>;

/** What every event carries, whatever its type; `payload` is not looked at here. */
export const EventEnvelope = z.object({
  /** UUIDv7, made where the event was made: the idempotency key. */
  id: z.uuid(),
  sessionId: z.string().min(1).max(256),
  /** The claim under which it happened. Events of a claim that was superseded are refused. */
  epoch: z.int().min(1),
  /** Counts up by one within a session and epoch, from 1. */
  sourceSeq: z.int().min(1),
  type: z.string().min(1).max(64),
  v: z.int().min(1),
  /** ISO 8601, UTC. */
  at: z.iso.datetime(),
  payload: z.record(z.string(), z.unknown()),
});
export type EventEnvelope = z.infer<typeof EventEnvelope>;

export type ConversationEvent = {
  [T in EventType]: Omit<EventEnvelope, 'type' | 'v' | 'payload'> & {
    type: T;
    v: 1;
    payload: EventPayload<T>;
  };
}[EventType];

export const ConversationEvent = {
  /** The event when its type and version are known here and its payload fits; undefined for types of later versions. @throws ZodError when a known payload does not fit. */
  parse(envelope: EventEnvelope): ConversationEvent | undefined {
    if (envelope.v !== 1 || !isKnown(envelope.type)) return undefined;
    const payload = payloads[envelope.type].parse(envelope.payload);
    return { ...envelope, payload } as ConversationEvent;
  },
};

function isKnown(type: string): type is EventType {
  return Object.hasOwn(payloads, type);
}
