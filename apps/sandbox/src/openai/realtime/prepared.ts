import type { Reply } from '../../dialogue/travel-dialogue.js';
import type { Ear } from '../../speech/ear.js';
import type { Dialogue } from './mind.js';

/** Said in turn under `speech: 'prepared'`. */
export const PREPARED_ANSWERS: readonly string[] = [
  'This is the first of the prepared answers, and it takes about four seconds to say it.',
  'The second of the prepared answers is just as long, so that every turn is alike.',
];

/** Takes all that is said for a whole sentence: the silence after it is then the configured one, which benchmarks subtract. */
export const preparedEar: Pick<Ear, 'hear' | 'idle'> = {
  idle: true,
  hear: () =>
    Promise.resolve({ text: '[prepared]', unclear: false, confidence: 1, slots: { intent: 'unknown' } }),
};

/** Answers whatever is said with the prepared words. */
export class PreparedDialogue implements Dialogue {
  private turn = 0;

  declare(): void {}

  greet(): Reply {
    return this.next();
  }

  hear(): Reply {
    return this.next();
  }

  read(): Reply {
    return this.next();
  }

  toolResult(): Reply {
    return {};
  }

  private next(): Reply {
    return { say: PREPARED_ANSWERS[this.turn++ % PREPARED_ANSWERS.length] };
  }
}
