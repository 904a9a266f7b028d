import type { AgentDefinition, TurnTaking } from '#conversation';
import { VendorFault } from '#providers';
import type { Transcriber, Transcription, TranscriptionListener } from '#providers';
import { BargeInJudge } from '../turn-taking/barge-in.js';
import type { BargeInOrder } from '../turn-taking/barge-in.js';
import { Endpointer } from '../turn-taking/endpointer.js';
import type { Verdict } from '../turn-taking/endpointer.js';
import { VoiceWindows } from '../turn-taking/voice-windows.js';
import type { VoiceWindow } from '../turn-taking/voice-windows.js';
import { Backlog } from './backlog.js';
import type { Said } from './turn.js';

export interface HearingListener {
  /** Makes voiced sound, or has stopped to. */
  speaks(starts: boolean): void;
  caption(text: string, isFinal: boolean): void;
  /** An answer can be prepared. */
  mayFinish(said: Said): void;
  /** They had not finished. */
  goesOn(): void;
  finished(said: Said): void;
  /** What their sound means while the agent has the word. `afterMs`: since the first voice in it; null when there was none. */
  over(order: BargeInOrder, afterMs: number | null): void;
  lost(fault: VendorFault): void;
}

interface PersonHearingOptions {
  person: string;
  definition: AgentDefinition;
  /** What the talk was found to be in, where that is to be found out. */
  foundLanguage: string | undefined;
  transcriber: Transcriber;
  /** Of the talk. */
  signal: AbortSignal;
  onFault: (error: unknown, where: string) => void;
  listener: HearingListener;
  /** One for each microphone; tests give their own. */
  windows?: Pick<VoiceWindows, 'feed' | 'close'> | undefined;
}

const RATE_PER_MS = 16;
/** Speech is taken to be over for who follows it after so much quiet; the decision about the turn is another one. */
const QUIET_MS = 320;
/** The recogniser is asked to settle what it heard after so much quiet: every turn waits for its words. */
const FINALIZE_AFTER_MS = 96;
/** A track that is muted sends nothing: quiet is made for it, so that its last turn comes to an end. */
const QUIET_TICK_MS = 100;
/** A turn waits so long for words that are not settled: after that it goes by what is understood so far. */
const SETTLED_WITHIN_MS = 2_000;
/** And so long for words that are not there at all: by then somebody else hears the sound, where the recogniser is silent. */
const OWED_WITHIN_MS = 4_000;
const ENGLISH = 'en';

/** One person's microphone: voice, words, and when they have finished. Time is that of their sound. */
export class PersonHearing {
  private readonly windows: Pick<VoiceWindows, 'feed' | 'close'>;
  private readonly endpointer: Endpointer;
  private readonly judge: BargeInJudge;
  private readonly backlog = new Backlog();
  private readonly unjudged = new Backlog();
  private readonly over = new AbortController();
  private readonly ticking: NodeJS.Timeout;
  private transcription: Transcription | undefined;
  private isJudging = false;
  /** The agent has the word, and has not been made to give it up. */
  private isSpokenOver = false;
  private samples = 0;
  private soundAt = Date.now();
  private lastVoicedMs = 0;
  private lastVoicedAt: number | undefined;
  private transcribedAt: number | undefined;
  private spoken: string | undefined;
  private isSpeaking = false;
  private isFinalized = true;
  private mayHaveFinished = false;
  /** There are words that the recogniser has not settled. */
  private isUnsettled = false;
  private interruptions: boolean;

  constructor(private readonly options: PersonHearingOptions) {
    const { definition, foundLanguage, signal } = options;
    const { turnTaking } = definition;
    const language = this.language ?? foundLanguage ?? ENGLISH;
    this.interruptions = turnTaking.interruptions;
    this.endpointer = new Endpointer({
      language,
      minSilenceMs: turnTaking.minSilenceMs,
      expectsVerdict: true,
    });
    this.judge = new BargeInJudge({ language, minSpeechMs: turnTaking.minSpeechMs });
    this.windows = options.windows ?? new VoiceWindows();
    this.ticking = setInterval(() => this.makeQuiet(), QUIET_TICK_MS);
    signal.addEventListener('abort', () => this.close(), { once: true, signal: this.over.signal });
    void this.open();
  }

  /** PCM16 mono, 16 kHz. */
  hear(samples: Int16Array): void {
    if (this.over.signal.aborted) return;
    this.soundAt = Date.now();
    this.samples += samples.length;
    if (this.transcription) this.transcription.write(samples);
    else this.backlog.keep(samples);
    this.unjudged.keep(samples);
    if (!this.isJudging) void this.judgeSound();
  }

  /** Whether the agent has the word: the person speaks over it then. */
  agentSpeaks(starts: boolean): void {
    this.isSpokenOver = starts && this.interruptions;
    if (starts) this.judge.begin();
  }

  retune({ minSilenceMs, minSpeechMs, interruptions }: TurnTaking): void {
    this.endpointer.retune(minSilenceMs);
    this.judge.retune(minSpeechMs);
    this.interruptions = interruptions;
  }

  /** The rules of turn taking are those of that language from the next words on. */
  listenFor(language: string): void {
    this.endpointer.listenFor(language);
    this.judge.listenFor(language);
  }

  judged(verdict: Verdict): void {
    this.endpointer.verdict(verdict);
    this.decide();
  }

  /** From the settled words to the first sound of the answer to them. */
  answerTook(ms: number): void {
    this.endpointer.answerReady(ms);
  }

  /** The answer to the turn before came too early: its words are the beginning of what is being said. */
  takeBack(): void {
    this.endpointer.takeBack();
  }

  close(): void {
    if (this.over.signal.aborted) return;
    this.over.abort();
    clearInterval(this.ticking);
    this.transcription?.close();
    this.windows.close();
  }

  /** Undefined where it is to be found out. */
  private get language(): string | undefined {
    const { language } = this.options.definition;
    return language === 'auto' ? undefined : language;
  }

  private async open(): Promise<void> {
    const { transcriber, listener, onFault } = this.options;
    const { signal } = this.over;
    const listening: TranscriptionListener = {
      interim: (text) => this.understood(text, false),
      final: (text, spoken) => this.understood(text, true, spoken),
      failed: (fault) => signal.aborted || listener.lost(fault),
    };
    try {
      const transcription = await transcriber.open({ language: this.language }, listening, signal);
      if (signal.aborted) return transcription.close();
      for (const samples of this.backlog.take()) transcription.write(samples);
      this.transcription = transcription;
    } catch (error) {
      if (signal.aborted) return;
      if (error instanceof VendorFault) listener.lost(error);
      else onFault(error, 'a recogniser');
    }
  }

  /** The detector takes one sound after the other; what comes meanwhile waits. */
  private async judgeSound(): Promise<void> {
    this.isJudging = true;
    try {
      for (let pieces = this.unjudged.take(); pieces.length > 0; pieces = this.unjudged.take()) {
        for (const piece of pieces) {
          for (const window of await this.windows.feed(piece)) this.window(window);
        }
      }
    } catch (error) {
      if (!this.over.signal.aborted) this.options.onFault(error, 'voice detection');
    } finally {
      this.isJudging = false;
    }
  }

  private window({ atMs, voiced }: VoiceWindow): void {
    if (this.over.signal.aborted) return;
    this.endpointer.heard({ atMs, voiced });
    if (this.isSpokenOver) this.act(this.judge.heard({ atMs, voiced }));
    if (voiced) this.voiced(atMs);
    const quietMs = atMs - this.lastVoicedMs;
    if (!voiced && this.isSpeaking && quietMs >= QUIET_MS) this.speaks(false);
    if (!voiced && !this.isFinalized && quietMs >= FINALIZE_AFTER_MS) {
      this.isFinalized = true;
      this.transcription?.finalize();
    }
    this.decide(atMs);
  }

  private voiced(atMs: number): void {
    this.lastVoicedMs = atMs;
    this.lastVoicedAt = Date.now();
    this.isFinalized = false;
    if (!this.isSpeaking) this.speaks(true);
  }

  private speaks(starts: boolean): void {
    this.isSpeaking = starts;
    this.options.listener.speaks(starts);
  }

  private understood(text: string, isFinal: boolean, spoken?: string): void {
    if (this.over.signal.aborted) return;
    this.isUnsettled = !isFinal;
    if (isFinal) {
      this.endpointer.final(text);
      this.transcribedAt = Date.now();
      this.spoken = spoken ?? this.spoken;
    } else {
      this.endpointer.interim(text);
      this.transcribedAt = undefined;
    }
    this.options.listener.caption(this.endpointer.text, false);
    if (this.isSpokenOver) this.act(this.judge.words(this.endpointer.text));
    this.decide();
  }

  private act(order: BargeInOrder | undefined): void {
    if (!order) return;
    // What was said to show that one listens is no turn.
    if (order === 'resume') this.endpointer.forget();
    if (order === 'stop') this.isSpokenOver = false;
    const { voicedSinceMs } = this.judge;
    this.options.listener.over(order, voicedSinceMs === undefined ? null : this.soundMs - voicedSinceMs);
  }

  /** How much sound there was so far. */
  private get soundMs(): number {
    return this.samples / RATE_PER_MS;
  }

  private decide(atMs: number = this.soundMs): void {
    const { text } = this.endpointer;
    // Who only agrees while the agent speaks wants no answer.
    const isMute = text === '' || this.isSpokenOver;
    const decision = isMute ? 'wait' : this.endpointer.decision(atMs);
    switch (decision) {
      case 'commit':
        if (atMs - this.lastVoicedMs < this.wordsWithinMs) return;
        this.isUnsettled = false;
        this.mayHaveFinished = false;
        this.finished(this.said(text));
        return;
      case 'speculate':
        this.mayHaveFinished = true;
        this.options.listener.mayFinish(this.said(text));
        return;
      case 'wait':
        if (this.mayHaveFinished) this.options.listener.goesOn();
        this.mayHaveFinished = false;
    }
  }

  /** From the last voice on. */
  private get wordsWithinMs(): number {
    if (this.transcription?.owesWords) return OWED_WITHIN_MS;
    return this.isUnsettled ? SETTLED_WITHIN_MS : 0;
  }

  private finished(said: Said): void {
    this.endpointer.turnEnded();
    this.options.listener.caption(said.text, true);
    this.options.listener.finished(said);
  }

  private said(text: string): Said {
    const { lastVoicedAt: speechEndedAt, transcribedAt, spoken: language } = this;
    return { person: this.options.person, text, source: 'speech', language, speechEndedAt, transcribedAt };
  }

  private makeQuiet(): void {
    const missingMs = Date.now() - this.soundAt;
    if (missingMs < 2 * QUIET_TICK_MS || (this.endpointer.text === '' && !this.isSpeaking)) return;
    this.hear(new Int16Array(missingMs * RATE_PER_MS));
  }
}
