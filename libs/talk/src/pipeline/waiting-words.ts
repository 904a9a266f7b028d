import type { Synthesizer } from '#providers';
import { Recording } from '../recording.js';
import { waitingPhrase } from '../phrases.js';

export interface Words {
  text: string;
  sound: Iterable<Int16Array>;
}

const ONE_MOMENT = Recording.load('one-moment');
const APOLOGY = Recording.load('apology');
const MADE_WITHIN_MS = 10_000;

/**
 * What the agent says while an answer does not come: in its own voice and the language of the talk, made at the beginning so that it is
 * there when the voice is not.
 */
export class WaitingWords {
  private own: Words | undefined;

  constructor(
    private readonly synthesizer: Synthesizer,
    private readonly language: string | undefined,
    private readonly signal: AbortSignal,
  ) {}

  /** Has them made; where that fails, a recording stands in. */
  prepare(): void {
    void this.make().catch(() => undefined);
  }

  take(): Words {
    return this.own ?? { text: ONE_MOMENT.text, sound: ONE_MOMENT.pieces() };
  }

  /** Always a recording: the voice may be what is gone. */
  apology(): Words {
    return { text: APOLOGY.text, sound: APOLOGY.pieces() };
  }

  private async make(): Promise<void> {
    const signal = AbortSignal.any([this.signal, AbortSignal.timeout(MADE_WITHIN_MS)]);
    const text = waitingPhrase(this.language);
    const sound: Int16Array[] = [];
    for await (const piece of this.synthesizer.speak(text, { language: this.language }, signal)) {
      sound.push(piece);
    }
    if (!signal.aborted && sound.length > 0) this.own = { text, sound };
  }
}
