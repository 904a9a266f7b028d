import type { TalkTap } from '#recording';
import type { Mouth } from '#talk';

const RATE = 24_000;

/** A mouth whose sound is recorded when it is heard. */
export class TappedMouth implements Mouth {
  constructor(
    private readonly mouth: Mouth,
    private readonly tap: Pick<TalkTap, 'agent' | 'agentCut'>,
  ) {}

  get queuedMs(): number {
    return this.mouth.queuedMs;
  }

  play(samples: Int16Array): Promise<void> {
    this.tap.agent(samples, RATE);
    return this.mouth.play(samples);
  }

  clear(): number {
    this.tap.agentCut();
    return this.mouth.clear();
  }

  drained(): Promise<void> {
    return this.mouth.drained();
  }
}
