import type { Verdict } from '../turn-taking/endpointer.js';
import type { AnswerDraft } from './answer-draft.js';
import { sameWords } from './same-words.js';
import type { Said } from './turn.js';

interface SpeculationOptions {
  /** `asksIfFinished`: the model is to say so when the person has not finished. */
  draft: (said: Said, asksIfFinished: boolean) => AnswerDraft;
  /** What the model makes of the last words, while they are still the last. */
  judged: (said: Said, verdict: Verdict) => void;
}

/** The answer to what a person may be done with saying: one at a time, good for the same words only. */
export class Speculation {
  private current: { said: Said; draft: AnswerDraft } | undefined;
  /** Words of which the model said that they are not all: it is not asked so again. */
  private doubted = '';

  constructor(private readonly options: SpeculationOptions) {}

  begin(said: Said): void {
    if (this.current && sameWords(this.current.said.text, said.text)) return;
    this.drop();
    const asks = !sameWords(this.doubted, said.text);
    const draft = this.options.draft(said, asks);
    this.current = { said, draft };
    if (!asks) return;
    void draft.verdict.then((verdict) => {
      if (this.current?.draft !== draft) return;
      if (verdict === 'unfinished') {
        this.doubted = said.text;
        this.drop();
      }
      this.options.judged(said, verdict);
    });
  }

  /** The person went on, or says something else. */
  drop(): void {
    this.current?.draft.cancel();
    this.current = undefined;
  }

  /** The answer that was begun, when it is one to these words. */
  claim(said: Said): AnswerDraft | undefined {
    const { current } = this;
    if (!current || !sameWords(current.said.text, said.text)) {
      this.drop();
      return undefined;
    }
    this.current = undefined;
    return current.draft;
  }
}
