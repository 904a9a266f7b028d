import type { Ear, Heard } from '../../speech/ear.js';
import { newOpenAiId } from '../openai-id.js';
import { failureOf, ParameterInvalid } from '../openai.errors.js';
import { InputAudio } from './input-audio.js';
import type { InputAudioListener, Utterance } from './input-audio.js';
import type { ConversationDesk } from './item-desk.js';
import type { Mind } from './mind.js';
import type { RealtimeSwitchesDto } from './realtime-control.dto.js';
import type { Send } from './server-event.js';
import type { SessionSettings } from './session-settings.js';
import { toSamples } from './sound-buffer.js';
import { detectionFor } from './turn-detection.js';
import type { TurnRecorder } from './turn-recorder.js';
import { heardTokens, textTokens } from './usage.js';
import type { UsageMeter } from './usage.js';

export interface UserTurnsOptions {
  ear: Pick<Ear, 'hear'>;
  desk: ConversationDesk;
  mind: Pick<Mind, 'hear'>;
  usage: Pick<UsageMeter, 'heard'>;
  recorder: TurnRecorder;
  switches: RealtimeSwitchesDto;
  /** Aborted with the session. */
  signal: AbortSignal;
  send: Send;
  /** The person begins to speak over whatever is said. */
  onInterruption: () => void;
  /** A turn is over and wants an answer. */
  onTurn: () => void;
  onFault: (error: unknown) => void;
}

type InputSettings = SessionSettings['audio']['input'];

const MOST_APPENDED_BYTES = 15 * 1024 * 1024;

/** What the person says: from sound to an item of the conversation, with its transcript. */
export class UserTurns implements InputAudioListener {
  private readonly input: InputAudio;
  /** The item that the speech under way will become. */
  private speechItemId = '';
  private silenceMs = 0;

  constructor(
    private readonly options: UserTurnsOptions,
    private settings: InputSettings,
  ) {
    this.input = new InputAudio(options.ear, this, options.signal);
    this.detect();
  }

  /** Follows a `session.update`. */
  configure(settings: InputSettings): void {
    const changed = settings.turn_detection !== this.settings.turn_detection;
    this.settings = settings;
    if (changed) this.detect();
  }

  /** @returns the samples in it @throws ParameterInvalid */
  append(base64: string): Int16Array {
    const bytes = Buffer.from(base64, 'base64');
    if (bytes.length > MOST_APPENDED_BYTES) {
      throw new ParameterInvalid('invalid_value', 'At most 15 MiB of audio fit in one event.', 'audio');
    }
    const samples = toSamples(bytes);
    this.input.append(samples);
    return samples;
  }

  clear(): void {
    this.input.clear();
    this.options.send({ type: 'input_audio_buffer.cleared' });
  }

  /** The client says that the turn is over. @throws ParameterInvalid when there is none. */
  commit(): void {
    const utterance = this.input.commit();
    const itemId = newOpenAiId('item');
    const now = Date.now();
    this.options.recorder.started(itemId, 0, Math.round(now - utterance.durationMs));
    this.options.recorder.stopped(now);
    this.become(itemId, utterance);
  }

  speechStarted(audioStartMs: number): void {
    const { recorder, send, onInterruption } = this.options;
    this.speechItemId = newOpenAiId('item');
    recorder.started(this.speechItemId, this.silenceMs, this.input.arrivedAt(audioStartMs));
    send({
      type: 'input_audio_buffer.speech_started',
      audio_start_ms: Math.round(audioStartMs),
      item_id: this.speechItemId,
    });
    if (this.settings.turn_detection?.interrupt_response) onInterruption();
  }

  speechStopped(speechEndMs: number, audioEndMs: number, utterance: Utterance): void {
    const { recorder, send, onTurn } = this.options;
    recorder.stopped(this.input.arrivedAt(speechEndMs));
    send({
      type: 'input_audio_buffer.speech_stopped',
      audio_end_ms: Math.round(audioEndMs),
      item_id: this.speechItemId,
    });
    this.become(this.speechItemId, utterance);
    if (this.settings.turn_detection?.create_response) onTurn();
  }

  private detect(): void {
    const detection = detectionFor(this.settings.turn_detection, this.options.switches);
    this.silenceMs = detection?.silence_duration_ms ?? 0;
    this.input.detect(detection);
  }

  private become(itemId: string, { durationMs, hearing }: Utterance): void {
    const { desk, mind, usage, send } = this.options;
    send({ type: 'input_audio_buffer.committed', item_id: itemId, previous_item_id: desk.lastId });
    desk.add({
      id: itemId,
      object: 'realtime.item',
      type: 'message',
      status: 'completed',
      role: 'user',
      content: [{ type: 'input_audio' }],
    });
    usage.heard(itemId, durationMs);
    mind.hear(itemId, hearing);
    void this.transcribe(itemId, durationMs, hearing); // runs beside the response and never rejects
  }

  private async transcribe(itemId: string, durationMs: number, hearing: Promise<Heard>): Promise<void> {
    const { desk, recorder, send, signal, onFault } = this.options;
    const ids = { item_id: itemId, content_index: 0 };
    try {
      const { text } = await hearing;
      recorder.heard(itemId);
      desk.transcribe(itemId, text);
      if (!this.settings.transcription) return;
      send({ type: 'conversation.item.input_audio_transcription.delta', ...ids, delta: text });
      send({
        type: 'conversation.item.input_audio_transcription.completed',
        ...ids,
        transcript: text,
        usage: transcriptionUsage(durationMs, text),
      });
    } catch (error) {
      if (signal.aborted) return;
      onFault(error);
      const { type, message } = failureOf(500);
      send({ type: 'conversation.item.input_audio_transcription.failed', ...ids, error: { type, message } });
    }
  }
}

function transcriptionUsage(durationMs: number, text: string) {
  const audio_tokens = heardTokens(durationMs);
  const output_tokens = textTokens(text);
  return {
    type: 'tokens' as const,
    input_tokens: audio_tokens,
    output_tokens,
    total_tokens: audio_tokens + output_tokens,
    input_token_details: { text_tokens: 0, audio_tokens },
  };
}
