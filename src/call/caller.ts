import { AppData } from './app-data.ts';
import { CallFailed } from './call-failed.ts';
import { within } from './deadline.ts';
import { Ear } from './ear.ts';
import { LocalAudioTrack, Room, RoomEvent, TrackPublishOptions, TrackSource } from './livekit.ts';
import { Microphone } from './microphone.ts';
import { Recording } from './recording.ts';
import { msToSamples, samplesToMs, voicedLength, voicedStart } from './sound.ts';
import { Transcripts } from './transcripts.ts';
import type { Voice } from './voice.ts';
import { Watch } from './watch.ts';

const CONNECT_TIMEOUT_MS = 15_000;
const LEAVE_TIMEOUT_MS = 3_000;
/** Answers pause between sentences: while the agent says that it speaks or thinks, a pause is not the end. */
const QUIET_AFTER_ANSWER_MS = 600;
/** The same for an agent that does not say what it does. */
const QUIET_WITHOUT_STATE_MS = 1_500;
/** An agent that still thinks after this long without a sound is not about to go on: it forgot to say that it listens. */
const QUIET_WHATEVER_STATE_MS = 5_000;
const LONGEST_ANSWER_MS = 90_000;

export interface CallerOptions {
  url: string;
  token: string;
  voice: Voice;
  /** Whose sound is played: the SanBot app plays `heygen…` and `liveavatar…` alone. */
  plays: (identity: string) => boolean;
  signal: AbortSignal;
}

/** Both moments in milliseconds since 1970. Between them lie both encoders, both jitter buffers and whatever Parley did. */
export interface Answer {
  /** When the last voiced frame was handed to the microphone's encoder; null when nothing was said: a greeting, a typed turn. */
  saidAt: number | null;
  /** When the first voiced frame came out of the speaker. */
  heardAt: number;
}

/** Somebody on the line: says sentences with a voice into a real room, listens, and keeps both sides. */
export class Caller {
  readonly recording = new Recording();
  readonly data = new AppData(() => this.watch.changed());
  readonly transcripts = new Transcripts(() => this.watch.changed());
  readonly ear: Ear;
  readonly microphone: Microphone;
  /** Who left the room, and when (milliseconds since 1970). */
  readonly departures: { identity: string; at: number }[] = [];
  /** The room was closed, or the line to it is lost for good. */
  isOver = false;
  private readonly options: CallerOptions;
  private readonly room = new Room();
  private readonly watch = new Watch();
  /** First and last voiced frame of the utterance under way, by `performance.now()`. */
  private saidFromMs: number | null = null;
  private saidAtMs: number | null = null;

  private constructor(options: CallerOptions) {
    this.options = options;
    this.microphone = new Microphone((position, samples) => {
      this.recording.said(position, samples);
      this.watch.changed();
    });
    this.ear = new Ear(options.plays, (samples, isNewTrack) => {
      const arrival = msToSamples(performance.now() - this.microphone.startedAtMs);
      this.recording.heard(arrival, samples, isNewTrack);
      this.watch.changed();
    });
  }

  static async join(options: CallerOptions): Promise<Caller> {
    const caller = new Caller(options);
    try {
      await within(CONNECT_TIMEOUT_MS, `the room at ${options.url}`, caller.connect());
      return caller;
    } catch (error) {
      await caller.hangUp();
      throw error;
    }
  }

  /** Says one sentence; returns when its last voiced frame is on the way. */
  async say(text: string): Promise<void> {
    await this.utter(await this.options.voice.speak(text));
  }

  /** A sound that is no word: so much of a vowel. */
  async burst(ms: number): Promise<void> {
    const vowel = await this.options.voice.speak('ah');
    const from = voicedStart(vowel);
    await this.utter(vowel.slice(from, from + msToSamples(ms)));
  }

  /** Words that were recorded, the last of which ends there, and what the room sounds like behind them. */
  async play(samples: Int16Array, endMs: number): Promise<void> {
    this.ear.listenAfresh();
    const voicedUntil = msToSamples(endMs);
    this.saidAtMs = await this.microphone.play(samples, voicedUntil);
    this.saidFromMs = this.saidAtMs - samplesToMs(voicedUntil - voicedStart(samples));
  }

  /** When the caller spoke last, in milliseconds since 1970. */
  get lastSaid(): { from: number; to: number } | null {
    if (this.saidFromMs === null || this.saidAtMs === null) return null;
    return { from: performance.timeOrigin + this.saidFromMs, to: performance.timeOrigin + this.saidAtMs };
  }

  /** Types one message into the room's chat. */
  async type(text: string): Promise<void> {
    this.ear.listenAfresh();
    this.saidAtMs = null;
    await this.room.localParticipant?.sendText(text, { topic: 'lk.chat' });
  }

  /** Returns when the agent's next words are over. @throws Error when none came in time or the talk was over before. */
  async waitForAnswer(timeoutMs: number): Promise<Answer> {
    const heardAt = await this.waitForSound(timeoutMs);
    await this.until('the end of the answer', LONGEST_ANSWER_MS, () => (this.isQuiet() ? true : undefined));
    return { saidAt: this.saidAtMs === null ? null : performance.timeOrigin + this.saidAtMs, heardAt };
  }

  /** The moment of the first sound since the caller's last word. */
  async waitForSound(timeoutMs: number): Promise<number> {
    const voicedAtMs = await this.until('a sound of the agent', timeoutMs, () => {
      if (this.ear.firstVoicedAtMs === null && this.isOver)
        throw new CallFailed('The talk ended without an answer.');
      return this.ear.firstVoicedAtMs ?? undefined;
    });
    return performance.timeOrigin + voicedAtMs;
  }

  /** Whether the other side ended the talk within the time. */
  async waitForEnd(timeoutMs: number): Promise<boolean> {
    return this.until('the end', timeoutMs, () => this.isOver || undefined).catch(() => false);
  }

  /** Waits for something of this talk: `check` is asked whenever there was a sound, a word or a message. */
  until<T>(what: string, timeoutMs: number, check: () => T | undefined): Promise<T> {
    return this.watch.until(what, check, timeoutMs, this.options.signal);
  }

  /** Leaves the room. May be called more than once. */
  async hangUp(): Promise<void> {
    await this.ear.close();
    await this.microphone.close();
    await within(LEAVE_TIMEOUT_MS, 'leaving the room', this.room.disconnect()).catch(() => undefined);
  }

  private async utter(samples: Int16Array): Promise<void> {
    this.ear.listenAfresh();
    this.saidAtMs = await this.microphone.say(samples);
    this.saidFromMs = this.saidAtMs - samplesToMs(voicedLength(samples) - voicedStart(samples));
  }

  private async connect(): Promise<void> {
    this.data.listenIn(this.room);
    this.transcripts.listenIn(this.room);
    this.ear.listenIn(this.room);
    this.room.on(RoomEvent.Disconnected, () => {
      this.isOver = true;
      this.watch.changed();
    });
    this.room.on(RoomEvent.ParticipantDisconnected, ({ identity }) => {
      this.departures.push({ identity, at: Date.now() });
    });
    this.room.on(RoomEvent.ParticipantAttributesChanged, () => this.watch.changed());
    await this.room.connect(this.options.url, this.options.token, { autoSubscribe: true, dynacast: false });
    const track = LocalAudioTrack.createAudioTrack('microphone', this.microphone.source);
    const options = new TrackPublishOptions({ source: TrackSource.SOURCE_MICROPHONE });
    await this.room.localParticipant?.publishTrack(track, options);
  }

  private isQuiet(): boolean {
    if (this.isOver) return true;
    const quietMs = performance.now() - this.ear.lastVoicedAtMs;
    const state = this.agentState();
    if (state === undefined) return quietMs >= QUIET_WITHOUT_STATE_MS;
    const isBusy = state === 'speaking' || state === 'thinking';
    return quietMs >= (isBusy ? QUIET_WHATEVER_STATE_MS : QUIET_AFTER_ANSWER_MS);
  }

  private agentState(): string | undefined {
    const people = [...this.room.remoteParticipants.values()];
    return people.find(({ identity }) => identity.startsWith('agent'))?.attributes['lk.agent.state'];
  }
}
