import { z } from 'zod';
import { VendorFault } from '../vendor-fault.js';
import type { SocketSpeaker, StandingSocket } from '../vendor-socket.js';
import { HearingWatch } from './hearing-watch.js';
import { SpokenItems } from './spoken-items.js';
import { HEARING_RATE } from './transcriber.js';
import type { Transcription, TranscriptionListener } from './transcriber.js';
import { Upsampler } from './upsampler.js';
import { bytesOf } from './wire.js';

/** After so much quiet a stretch of speech is ended: the model does not listen for pauses itself. */
const PAUSE_MS = 240;
/** The same after `finalize()`, from there: whoever asks has heard a tenth of a second of quiet, and so long are lips closed in a word. */
const MORE_QUIET_MS = 80;
/** Less voice than this is a click. */
const SHORTEST_VOICE_MS = 60;
/** The vendor refuses to end less than this. */
const SHORTEST_STRETCH_MS = 100;
/** Without any voice of which we know, so much sound may hold one. */
const LONG_STRETCH_MS = 1_000;
/** Quiet in front of the next speech is thrown away when it becomes as long as this. */
const QUIET_AT_MOST_MS = 10_000;
/** From the end of a stretch, or from one word of it to the next. */
const WORDS_WITHIN_MS = 4_000;
/** After so much voice without a word the vendor is made to say what it has, be it nothing: there may be no words in the sound. */
const ASKED_AFTER_MS = 2_000;

const VendorEvent = z.object({
  type: z.string(),
  item_id: z.string().default(''),
  delta: z.string().default(''),
  transcript: z.string().default(''),
  languages: z
    .array(z.object({ code: z.string() }))
    .optional()
    .catch(undefined),
  error: z.object({ code: z.string().nullish() }).optional(),
});

/**
 * One stream of sound to OpenAI. We say where a stretch of speech ends; its words come while it is spoken, and once more as a
 * whole.
 */
export class OpenAiTranscription implements Transcription, SocketSpeaker {
  readonly greeting: string;
  private readonly watch: HearingWatch;
  private readonly items: SpokenItems;
  private readonly upsampler = new Upsampler();
  private readonly givesWordsLive: boolean;
  private socket: StandingSocket | undefined;
  private wordsDeadline: NodeJS.Timeout | undefined;
  /** Where the stretches end of which the vendor has not confirmed the end. */
  private readonly endsAtMs: number[] = [];
  /** Stretches that have ended and whose words are not settled. */
  private owed = 0;
  private writtenMs = 0;
  private stretchMs = 0;
  private voicedMs = 0;
  private quietMs = 0;
  /** The stretch is ended after so much more sound, if nobody speaks on. */
  private ending: { leftMs: number; isHeardQuiet: boolean } | undefined;

  constructor(
    model: string,
    language: string | undefined,
    private readonly listener: TranscriptionListener,
  ) {
    this.greeting = JSON.stringify(sessionUpdate(model, language));
    this.items = new SpokenItems(listener, language);
    // The others are silent until a stretch is over, however long it is.
    this.givesWordsLive = /live|realtime/.test(model);
    this.watch = new HearingWatch({
      stalled: this.stalled,
      ...(!this.givesWordsLive && { answerWithinMs: Infinity }),
    });
  }

  get owesWords(): boolean {
    return this.owed > 0 || this.ending !== undefined;
  }

  begun(socket: StandingSocket): void {
    this.socket = socket;
  }

  write(samples: Int16Array): void {
    if (!this.socket) return;
    const audio = bytesOf(this.upsampler.upsample(samples)).toString('base64');
    this.say({ type: 'input_audio_buffer.append', audio });
    this.count(samples);
    if (this.ending?.isHeardQuiet && this.quietMs === 0) this.ending = undefined;
    if (this.ending && this.ending.leftMs <= 0) this.endStretch();
    else if (this.quietMs >= PAUSE_MS && this.voicedMs >= SHORTEST_VOICE_MS) this.endStretch();
    else if (this.givesWordsLive && this.owed === 0 && this.watch.unansweredMs >= ASKED_AFTER_MS)
      this.endStretch();
    else if (this.quietMs >= QUIET_AT_MOST_MS && !this.items.hasOpenWords) this.forgetStretch();
  }

  /** Not at once: a stretch that ends within a sentence is understood without the rest of it. */
  finalize(): void {
    const mayHoldWords = this.voicedMs > 0 || this.items.hasOpenWords || this.stretchMs >= LONG_STRETCH_MS;
    if (!mayHoldWords || this.ending) return;
    // In noise that we take for voice nobody is ever heard to stop.
    this.ending = { leftMs: MORE_QUIET_MS, isHeardQuiet: this.quietMs > 0 };
  }

  close(): void {
    this.socket?.close();
  }

  isReady(event: unknown): boolean {
    return VendorEvent.safeParse(event).data?.type === 'session.updated';
  }

  faultOf(event: unknown): VendorFault | undefined {
    const { type, error } = VendorEvent.safeParse(event).data ?? {};
    // Not a word of this stretch will come: it has to be said again elsewhere.
    if (type === `${TRANSCRIPTION}failed`) return new VendorFault('answer_failed');
    if (type !== 'error') return undefined;
    // Of a socket that is just being opened it is the session that is refused; later most leave everything as it is.
    return VendorFault.ofErrorCode(error?.code) ?? (this.socket ? undefined : new VendorFault('refused'));
  }

  faultOfClose(code: number, reason: string): VendorFault {
    return VendorFault.ofClose(code, reason);
  }

  heard(event: unknown): void {
    const { data } = VendorEvent.safeParse(event);
    if (!data) return;
    const { type, item_id: id } = data;
    if (type === 'input_audio_buffer.committed') this.items.end(id, this.endsAtMs.shift());
    else if (type === 'error' && data.error?.code === 'input_audio_buffer_commit_empty') this.hadNoStretch();
    else if (type === `${TRANSCRIPTION}delta`) {
      this.understood();
      this.items.add(id, data.delta);
    } else if (type === `${TRANSCRIPTION}completed`) {
      this.owed = Math.max(0, this.owed - 1);
      this.understood();
      this.items.settle(id, data.transcript, data.languages?.[0]?.code);
    }
  }

  ended(fault: VendorFault | undefined): void {
    clearTimeout(this.wordsDeadline);
    this.socket = undefined;
    if (fault) this.listener.failed(fault);
  }

  private count(samples: Int16Array): void {
    const ms = (samples.length / HEARING_RATE) * 1_000;
    this.writtenMs += ms;
    this.stretchMs += ms;
    if (this.ending) this.ending.leftMs -= ms;
    if (this.watch.sent(samples)) {
      this.voicedMs += ms;
      this.quietMs = 0;
    } else this.quietMs += ms;
  }

  private endStretch(): void {
    this.ending = undefined;
    if (this.stretchMs < SHORTEST_STRETCH_MS) return;
    this.say({ type: 'input_audio_buffer.commit' });
    this.endsAtMs.push(this.writtenMs);
    this.owed += 1;
    if (this.owed === 1) this.awaitWords();
    this.newStretch();
  }

  private forgetStretch(): void {
    this.say({ type: 'input_audio_buffer.clear' });
    this.newStretch();
  }

  private newStretch(): void {
    this.stretchMs = 0;
    this.voicedMs = 0;
    this.quietMs = 0;
  }

  private hadNoStretch(): void {
    this.endsAtMs.shift();
    this.owed = Math.max(0, this.owed - 1);
    this.awaitWords();
  }

  private understood(): void {
    this.watch.heard();
    this.awaitWords();
  }

  private awaitWords(): void {
    clearTimeout(this.wordsDeadline);
    if (this.owed > 0) this.wordsDeadline = setTimeout(this.stalled, WORDS_WITHIN_MS);
  }

  private readonly stalled = (): void => this.socket?.cut(new VendorFault('stalled'));

  private say(event: object): void {
    this.socket?.send(JSON.stringify(event));
  }
}

const TRANSCRIPTION = 'conversation.item.input_audio_transcription.';

function sessionUpdate(model: string, language: string | undefined): object {
  return {
    type: 'session.update',
    session: {
      type: 'transcription',
      audio: {
        input: {
          format: { type: 'audio/pcm', rate: 24_000 },
          transcription: { model, ...(language && { language: language.split('-')[0] }) },
          // The live model knows no other.
          turn_detection: null,
        },
      },
    },
  };
}
