import { ParameterInvalid } from '../openai/openai.errors.js';
import type { RealtimeDialect } from '../openai/realtime/realtime-dialect.js';
import type { ServerEvent } from '../openai/realtime/server-event.js';
import { DEFAULT_SETTINGS } from '../openai/realtime/session-settings.js';
import type { SessionSettings, SessionView } from '../openai/realtime/session-settings.js';
import { isVoiceModel } from './xai-models.js';

const KEY_SUBPROTOCOL = 'xai-client-secret.';
const DEFAULT_VOICE = 'ara';
const DEFAULT_VAD = { threshold: 0.85, prefix_padding_ms: 333 };

/** Known to OpenAI and not here. */
const UNKNOWN_EVENTS = new Set(['conversation.item.truncate', 'conversation.item.retrieve']);
const NEVER_SAID = new Set([
  'rate_limits.updated',
  'conversation.item.done',
  'conversation.item.input_audio_transcription.delta',
  'conversation.item.input_audio_transcription.failed',
]);

const { audio } = DEFAULT_SETTINGS;
const defaults: SessionSettings = {
  ...DEFAULT_SETTINGS,
  model: 'grok-voice-latest',
  audio: {
    input: {
      ...audio.input,
      turn_detection: audio.input.turn_detection && { ...audio.input.turn_detection, ...DEFAULT_VAD },
    },
    output: { ...audio.output, voice: { id: DEFAULT_VOICE } },
  },
};

/** Grok's voice agent: OpenAI's events, with a flatter session and without some of them. */
export const xaiRealtime: RealtimeDialect = {
  vendor: 'xai',
  path: '/xai/v1/realtime',
  subprotocol: /^xai-client-secret\./,
  keyInSubprotocol: KEY_SUBPROTOCOL,
  defaults,
  isModel: isVoiceModel,
  read,
  write,
};

/** @throws ParameterInvalid */
function read(event: unknown): unknown {
  if (!isObject(event) || typeof event.type !== 'string') return event;
  if (UNKNOWN_EVENTS.has(event.type)) {
    throw new ParameterInvalid('invalid_value', `Unsupported event type: '${event.type}'.`, 'type');
  }
  return event.type === 'session.update' ? { ...event, session: nested(event.session) } : event;
}

/** Voice and turn detection stand on top of a session here, and are taken where OpenAI has them too. */
function nested(session: unknown): unknown {
  if (!isObject(session)) return session;
  const { voice, turn_detection, ...rest } = session;
  const { input, output, ...formats } = asObject(rest.audio);
  const { voice: voiceWithin = voice, ...soundOut } = asObject(output);
  const { turn_detection: detectionWithin = turn_detection, ...soundIn } = asObject(input);
  return {
    type: 'realtime',
    ...rest,
    audio: {
      ...formats,
      input: {
        ...soundIn,
        ...(detectionWithin !== undefined && {
          turn_detection: isObject(detectionWithin)
            ? { ...DEFAULT_VAD, ...detectionWithin }
            : detectionWithin,
        }),
      },
      output: {
        ...soundOut,
        ...(voiceWithin !== undefined && {
          voice: typeof voiceWithin === 'string' ? { id: voiceWithin } : voiceWithin,
        }),
      },
    },
  };
}

function write(event: ServerEvent): { type: string } | undefined {
  if (NEVER_SAID.has(event.type)) return undefined;
  switch (event.type) {
    case 'session.created':
    case 'session.updated':
      return flattened(event);
    case 'response.output_text.delta':
    case 'response.output_text.done':
      return { ...event, type: event.type.replace('output_text', 'text') };
    default:
      return event;
  }
}

function flattened<Event extends { session: SessionView }>(event: Event) {
  const { session } = event;
  const { voice } = session.audio.output;
  const name = typeof voice === 'string' ? voice : voice.id;
  return {
    ...event,
    session: { ...session, voice: name, turn_detection: session.audio.input.turn_detection },
  };
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** Nothing where something else stands than a session could have. */
function asObject(value: unknown): Record<string, unknown> {
  return isObject(value) ? value : {};
}
