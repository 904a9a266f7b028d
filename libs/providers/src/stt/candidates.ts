import { inTurn } from '../failover/in-turn.js';
import type { VendorHealth } from '../failover/vendor-health.js';
import type { Patience } from '../patience.js';
import type { VendorFault } from '../vendor-fault.js';
import type { Transcriber } from './transcriber.js';

/** Whom a talk asks next, how long it waits before that, and when there is no use in it any more. */
export class Candidates {
  private untried: Transcriber[];
  /** Since everybody was asked for the last time. */
  private faults: VendorFault[] = [];
  /** Those whom trying again cannot mend. */
  private readonly hopeless = new Set<Transcriber>();

  constructor(
    private readonly choices: readonly Transcriber[],
    private readonly healthOf: (choice: Transcriber) => VendorHealth,
    private readonly patience: Patience,
  ) {
    this.untried = inTurn(choices, healthOf);
  }

  /** When all were asked, it is the turn of the first again. */
  next(): Transcriber | undefined {
    if (this.untried.length === 0) {
      this.faults = [];
      this.untried = inTurn(
        this.choices.filter((choice) => !this.hopeless.has(choice)),
        this.healthOf,
      );
    }
    return this.untried.shift();
  }

  /** @returns the time to wait until the next is asked; undefined when there is no use */
  failed(choice: Transcriber, fault: VendorFault): number | undefined {
    this.healthOf(choice).failed(fault);
    this.faults.push(fault);
    if (fault.isFinal) this.hopeless.add(choice);
    return this.untried.length > 0 ? 0 : this.patience.pauseMs(mostHopeful(this.faults, fault));
  }

  /** One did well for a while, and ended: all is forgiven. The others are asked before it, unless its end was none of its faults. */
  servedBy(choice: Transcriber, mayGoOn: boolean): void {
    this.patience.settle();
    this.faults = [];
    this.hopeless.clear();
    const others = inTurn(
      this.choices.filter((other) => other !== choice),
      this.healthOf,
    );
    this.untried = mayGoOn ? [choice, ...others] : [...others, choice];
  }

  /** One that is wanted more than the one who serves, and may be trusted again. */
  betterThan(choice: Transcriber): Transcriber | undefined {
    return this.choices
      .slice(0, this.choices.indexOf(choice))
      .find((better) => !this.hopeless.has(better) && this.healthOf(better).takeTurn());
  }

  /** Who was to show that it answers again, and is not asked for it. */
  release(): void {
    for (const choice of this.untried) this.healthOf(choice).gaveUp();
  }
}

/** What there is to wait for: the vendor that may be back first. */
function mostHopeful(faults: readonly VendorFault[], last: VendorFault): VendorFault {
  const [first = last, ...others] = faults.filter((fault) => !fault.isFinal);
  return others.reduce(
    (best, fault) => ((fault.retryAfterMs ?? 0) < (best.retryAfterMs ?? 0) ? fault : best),
    first,
  );
}
