import { inTurn } from '../failover/in-turn.js';
import type { SwitchListener } from '../failover/switch-listener.js';
import type { VendorHealth, VendorHealths } from '../failover/vendor-health.js';
import type { VendorFault } from '../vendor-fault.js';
import { AnswerRelay } from './answer-relay.js';
import { LanguageModel } from './language-model.js';
import type { AnswerPiece, Question } from './language-model.js';

/** A good answer begins within a second; a person who waits for longer than two says something. */
const HEDGE_AFTER_MS = 1_500;

interface FailoverLanguageModelOptions {
  /** The first is wanted, the others stand in. */
  choices: readonly LanguageModel[];
  healths: VendorHealths;
  listener: SwitchListener;
  /** From the question on, without a useful piece, until the next is asked beside it. */
  hedgeAfterMs?: number;
  now?: () => number;
}

/**
 * The language models of one talk: whoever is asked, the person hears one answer, and no part of it twice.
 *
 * A model that fails before its first piece is replaced at once, one that is slow is raced by the next, and one that breaks off in
 * the middle is continued by the next. When it had asked for a tool the answer ends there.
 */
export class FailoverLanguageModel extends LanguageModel {
  private readonly options: FailoverLanguageModelOptions;
  private readonly now: () => number;
  private readonly wanted: LanguageModel;
  /** Whose answer was heard last. */
  private current: LanguageModel;
  /** They refuse this talk, for its length or for the model it names: that is no fault in others. */
  private readonly refusing = new Set<LanguageModel>();

  constructor(options: FailoverLanguageModelOptions) {
    super();
    const [wanted] = options.choices;
    if (!wanted) throw new Error('a talk needs a language model');
    this.options = options;
    this.now = options.now ?? Date.now;
    this.wanted = wanted;
    this.current = wanted;
  }

  get vendor(): string {
    return this.current.vendor;
  }

  get modelName(): string {
    return this.current.modelName;
  }

  async *answer(question: Question, signal: AbortSignal): AsyncGenerator<AnswerPiece> {
    if (signal.aborted) return;
    const askedAt = this.now();
    const relay = new AnswerRelay({
      models: this.order(),
      question,
      signal,
      hedgeAfterMs: this.options.hedgeAfterMs ?? HEDGE_AFTER_MS,
      listener: {
        began: (model, faults) => this.began(model, faults, this.now() - askedAt),
        answered: (model) => this.healthOf(model).answered(),
        failed: (model, fault, isLast) => this.failed(model, fault, isLast),
        leftOut: (model) => this.healthOf(model).gaveUp(),
      },
    });
    yield* relay.pieces();
  }

  private order(): LanguageModel[] {
    const models = inTurn(this.options.choices, (model) => this.healthOf(model));
    const willing = models.filter((model) => !this.refusing.has(model));
    return [...willing, ...models.filter((model) => this.refusing.has(model))];
  }

  /** Back to the wanted one without a fault of the other's is no switch: that is how it should be. */
  private began(
    model: LanguageModel,
    faults: ReadonlyMap<LanguageModel, VendorFault>,
    afterMs: number,
  ): void {
    const { current: before } = this;
    const reason = faults.get(before)?.reason ?? (model === this.wanted ? undefined : 'left_alone');
    this.current = model;
    if (model.vendor === before.vendor || !reason) return;
    this.options.listener.switched({ kind: 'llm', from: before.vendor, to: model.vendor, reason, afterMs });
  }

  private failed(model: LanguageModel, fault: VendorFault, isLast: boolean): void {
    if (fault.reason === 'refused') {
      this.refusing.add(model);
      this.healthOf(model).gaveUp();
    } else {
      this.healthOf(model).failed(fault);
    }
    this.options.listener.failed({ kind: 'llm', vendor: model.vendor, fault, isLast });
  }

  private healthOf({ vendor }: LanguageModel): VendorHealth {
    return this.options.healths.of('llm', vendor);
  }
}
