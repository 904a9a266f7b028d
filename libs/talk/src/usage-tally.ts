import type { UsageListener, VendorUse } from '#providers';
import type { Report } from './talk-tool.js';

const REPORT_EVERY_MS = 10_000;

/** Adds up what the recognisers and voices of one talk were used for, and reports it now and then: a piece of sound is too little to tell. */
export class UsageTally implements UsageListener {
  private readonly sums = new Map<string, Required<VendorUse>>();
  private timer: NodeJS.Timeout | undefined;
  private isClosed = false;

  constructor(private readonly report: Report) {}

  used({ vendor, model, audioSeconds = 0, characters = 0 }: VendorUse): void {
    if (this.isClosed) return;
    const key = `${vendor}/${model}`;
    const sum = this.sums.get(key) ?? { vendor, model, audioSeconds: 0, characters: 0 };
    sum.audioSeconds += audioSeconds;
    sum.characters += characters;
    this.sums.set(key, sum);
    this.timer ??= setTimeout(this.tell, REPORT_EVERY_MS);
  }

  /** Reports the rest; nothing is counted after it. */
  close(): void {
    this.isClosed = true;
    clearTimeout(this.timer);
    this.tell();
  }

  private readonly tell = (): void => {
    this.timer = undefined;
    for (const { audioSeconds, ...sum } of this.sums.values()) {
      // Sums of fiftieths of a second have long tails.
      const heard = Math.round(audioSeconds * 1_000) / 1_000;
      if (heard > 0 || sum.characters > 0)
        this.report('usage.added', { ...UNCOUNTED, ...sum, audioSeconds: heard });
    }
    this.sums.clear();
  };
}

/** What is counted in seconds and characters has no tokens, and no answer that takes its time. */
const UNCOUNTED = {
  inputTokens: 0,
  outputTokens: 0,
  cachedTokens: 0,
  inputAudioTokens: 0,
  outputAudioTokens: 0,
  seconds: 0,
};
