import { z } from 'zod';
import { ModelNotFound, ParameterInvalid } from '../openai.errors.js';
import { check } from '../realtime/parameter-check.js';
import { AudioInputUpdate, DEFAULT_SETTINGS, Transcription } from '../realtime/session-settings.js';
import type { SessionSettings } from '../realtime/session-settings.js';

type InputSettings = SessionSettings['audio']['input'];

/** What `session.update` may say. One unknown field and the whole update is refused. */
const TranscriptionUpdate = z.strictObject({
  type: z.literal('transcription'),
  audio: z
    .strictObject({ input: AudioInputUpdate.extend({ transcription: Transcription.optional() }).optional() })
    .optional(),
  include: z.array(z.literal('item.input_audio_transcription.logprobs')).nullish(),
});

/** A session that only writes down what is said. */
export interface TranscriptionSettings {
  type: 'transcription';
  audio: { input: InputSettings };
  include: string[] | null;
}

const MODELS =
  /^(?:whisper-1|gpt-4o(?:-mini)?-transcribe|gpt-transcribe|gpt-live-transcribe|gpt-realtime-whisper)(?:-[\w-]+)?$/;
/** Leaves it to the client when a turn is over. */
const WITHOUT_DETECTION = /^gpt-realtime-whisper/;
const DEFAULT_MODEL = 'gpt-live-transcribe';

/** The session before it was told anything but its model. @throws ModelNotFound */
export function firstSettings(model = DEFAULT_MODEL): TranscriptionSettings {
  admit(model);
  const { input } = DEFAULT_SETTINGS.audio;
  const turn_detection = WITHOUT_DETECTION.test(model) ? null : input.turn_detection;
  return {
    type: 'transcription',
    audio: { input: { ...input, transcription: { model }, turn_detection } },
    include: null,
  };
}

/** The settings after an update; fields it does not name stay. @throws OpenAiError */
export function readTranscription(update: unknown, current: TranscriptionSettings): TranscriptionSettings {
  const { audio, include = current.include } = check(TranscriptionUpdate, update, 'session');
  const input: InputSettings = { ...current.audio.input, ...audio?.input };
  const model = input.transcription?.model ?? DEFAULT_MODEL;
  admit(model);
  if (WITHOUT_DETECTION.test(model) && input.turn_detection) throw detectionRefused(model);
  return { type: 'transcription', audio: { input }, include };
}

/** The session as events show it. */
export interface TranscriptionView {
  id: string;
  object: 'realtime.transcription_session';
  type: 'transcription';
  audio: { input: object };
  include: string[] | null;
  /** Unix seconds. */
  expires_at: number;
}

export function describeTranscription(
  id: string,
  { type, audio, include }: TranscriptionSettings,
  expiresAt: number,
): TranscriptionView {
  const { turn_detection: detection, ...input } = audio.input;
  const turn_detection = detection && withoutAnswers(detection);
  const shown = { ...audio, input: { ...input, turn_detection } };
  return { id, object: 'realtime.transcription_session', type, audio: shown, include, expires_at: expiresAt };
}

/** Nothing answers here, so nothing of it is shown. */
function withoutAnswers(detection: NonNullable<InputSettings['turn_detection']>): object {
  const answers = ['create_response', 'interrupt_response', 'idle_timeout_ms'];
  return Object.fromEntries(Object.entries(detection).filter(([name]) => !answers.includes(name)));
}

function admit(model: string): void {
  if (!MODELS.test(model)) throw new ModelNotFound(model);
}

function detectionRefused(model: string): ParameterInvalid {
  return new ParameterInvalid(
    'invalid_value',
    `Turn detection is not supported for '${model}': set it to null and commit the audio.`,
    'session.audio.input.turn_detection',
  );
}
