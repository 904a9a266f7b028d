import { seededRandom } from '../../speech/travel-grammar.js';
import { bareWords, isOpenEnded } from './open-ended.js';
import type { SentenceSenseDto } from './sentence-sense.dto.js';

/**
 * What the simulated model makes of a text that may be the beginning of a longer one. By itself it goes by a few English words; told
 * the sentences that are going to be said it is right as often as a model of that accuracy.
 */
export class SentenceSense {
  private sentences: ReadonlySet<string> | undefined;
  private accuracy = 1;
  private chance: () => number = () => 0;

  learn({ sentences, accuracy, seed }: SentenceSenseDto): void {
    this.sentences = new Set(sentences.map(bareWords));
    this.accuracy = accuracy;
    this.chance = seededRandom(seed);
  }

  forget(): void {
    this.sentences = undefined;
  }

  readonly isUnfinished = (text: string): boolean => {
    if (!this.sentences) return isOpenEnded(text);
    const isRight = this.chance() < this.accuracy;
    return this.sentences.has(bareWords(text)) !== isRight;
  };
}
