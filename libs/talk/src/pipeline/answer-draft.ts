import type { AnswerPiece, LanguageModel, Question, Synthesizer, ToolRequest } from '#providers';
import { Sentences } from '#providers';
import { Eager } from './eager.js';
import { saysUnfinished } from './unfinished-mark.js';

export interface DraftOptions {
  question: Question;
  model: LanguageModel;
  synthesizer: Synthesizer;
  /** Of the voice; undefined leaves it to the vendor. */
  language: string | undefined;
  /** The question asks for a mark when the person has not finished. */
  asksIfFinished: boolean;
  /** Told of what the model counted. */
  onUsage: (usage: Extract<AnswerPiece, { type: 'usage' }>) => void;
  signal: AbortSignal;
  now?: () => number;
}

export interface DraftSentence {
  text: string;
  sound: AsyncIterable<Int16Array>;
}

/**
 * An answer in the making. Begun while the person might still go on: the model is asked and the first sentence spoken into a
 * buffer, and no more than that until the answer is claimed. Tools are named and never run here.
 */
export class AnswerDraft {
  /** What the model makes of the person's last words; never rejects. */
  readonly verdict: Promise<'finished' | 'unfinished'>;
  readonly askedAt: number;
  firstPieceAt: number | undefined;
  /** Of what is spoken, which may come after a wish for a tool. */
  firstTextAt: number | undefined;
  firstSoundAt: number | undefined;
  /** All that the model said so far. */
  text = '';
  /** What the model wants to have done: complete once `read` has resolved. */
  readonly tools: ToolRequest[] = [];
  /** Resolves when the model has said all; rejects with its fault. */
  readonly read: Promise<void>;
  private readonly over = new AbortController();
  private readonly signal: AbortSignal;
  private readonly now: () => number;
  private readonly judged = Promise.withResolvers<'finished' | 'unfinished'>();
  private readonly texts: string[] = [];
  private readonly sounds: Eager<Int16Array>[] = [];
  private changed = Promise.withResolvers<void>();
  private hasEnded = false;
  private isClaimed = false;
  /** The sentence up to which sound may be made. */
  private wanted = 0;

  constructor(private readonly options: DraftOptions) {
    this.now = options.now ?? Date.now;
    this.askedAt = this.now();
    this.signal = AbortSignal.any([options.signal, this.over.signal]);
    this.signal.addEventListener('abort', () => this.tell(), { once: true });
    this.verdict = this.judged.promise;
    this.read = this.ask();
    this.read.catch(() => undefined);
  }

  /** It is to be said: the rest of it is spoken as well. */
  claim(): void {
    this.isClaimed = true;
    this.sounds[0]?.finished.then(
      () => this.want(1),
      () => undefined,
    );
  }

  /** It is not wanted, or no more of it. */
  cancel(): void {
    this.judged.resolve('finished');
    this.over.abort();
  }

  /** What is said, sentence by sentence; of a sentence the sound comes as it is made. Rejects with the fault of model or voice. */
  async *sentences(): AsyncGenerator<DraftSentence, void, undefined> {
    for (let index = 0; ; index += 1) {
      while (this.texts.length <= index && !this.hasEnded && !this.signal.aborted) await this.changed.promise;
      const text = this.texts[index];
      if (text === undefined || this.signal.aborted) return this.signal.aborted ? undefined : this.read;
      this.want(index);
      const sound = this.sounds[index];
      if (sound) yield { text, sound };
    }
  }

  private async ask(): Promise<void> {
    const { model, question } = this.options;
    const splitter = new Sentences({ language: this.options.language, firstClause: true });
    let taken = 0;
    try {
      for await (const piece of model.answer(question, this.signal)) {
        if (piece.type === 'usage') {
          this.options.onUsage(piece);
          continue;
        }
        this.firstPieceAt ??= this.now();
        if (piece.type === 'tool') this.tools.push(piece);
        else this.write(piece.text);
        if (!this.judge()) continue;
        this.take(splitter.push(this.text.slice(taken)));
        taken = this.text.length;
      }
      if (!this.signal.aborted) this.take(splitter.end());
    } finally {
      this.judged.resolve('finished');
      this.hasEnded = true;
      this.tell();
    }
  }

  private write(text: string): void {
    if (text.trim()) this.firstTextAt ??= this.now();
    this.text += text;
  }

  /** Whether the answer is one, and not the mark that the person should be waited for. */
  private judge(): boolean {
    const unfinished = this.options.asksIfFinished && this.tools.length === 0 && saysUnfinished(this.text);
    if (unfinished === undefined) return false;
    this.judged.resolve(unfinished ? 'unfinished' : 'finished');
    if (unfinished) this.over.abort();
    return !unfinished;
  }

  private take(sentences: readonly string[]): void {
    for (const text of sentences) this.texts.push(text);
    this.want(this.wanted);
    this.tell();
  }

  /** Makes sound up to that sentence, where its text is there, and keeps one ahead once the answer is claimed. */
  private want(index: number): void {
    this.wanted = Math.max(this.wanted, index);
    while (this.sounds.length <= this.wanted && this.sounds.length < this.texts.length) {
      const sound = this.speak(this.texts[this.sounds.length] ?? '');
      this.sounds.push(sound);
      const next = this.sounds.length;
      sound.finished.then(
        () => this.isClaimed && this.want(next),
        () => undefined,
      );
    }
  }

  private speak(text: string): Eager<Int16Array> {
    const { synthesizer, language } = this.options;
    return new Eager(synthesizer.speak(text, { language }, this.signal), () => {
      this.firstSoundAt ??= this.now();
    });
  }

  private tell(): void {
    this.changed.resolve();
    this.changed = Promise.withResolvers();
  }
}
