import { Injectable } from '@nestjs/common';
import type { VendorFault } from '../vendor-fault.js';

export type ProviderKind = 'stt' | 'llm' | 'tts' | 'realtime';

/** So many faults in a row, and others are asked first; one is enough where trying again cannot mend it. */
const FAULTS_TO_AVOID = 2;
/** After so many good answers in a row it is as good as it was: one that comes and goes is not believed at once. */
const ANSWERS_TO_TRUST = 3;
const FIRST_REST_MS = 5_000;
const LONGEST_REST_MS = 120_000;
/** Who was to find out and never said is not waited for: perhaps another vendor did what was asked. */
const PROBED_WITHIN_MS = 10_000;

/**
 * How a vendor has been doing at one kind of work, as all talks of a process have seen it. One that keeps failing is rested; then
 * one question at a time finds out whether it answers again, and a fault meanwhile rests it for twice as long.
 */
export class VendorHealth {
  private faults = 0;
  private answers = 0;
  private restMs = FIRST_REST_MS;
  private restsUntil: number | undefined;
  private probedUntil = 0;

  constructor(
    readonly kind: ProviderKind,
    readonly vendor: string,
    private readonly now: () => number = Date.now,
  ) {}

  get isTrusted(): boolean {
    return this.restsUntil === undefined;
  }

  /** Whether it is to be asked before others; true for one asker at a time when it is to show that it answers again. */
  takeTurn(): boolean {
    if (this.restsUntil === undefined) return true;
    const now = this.now();
    if (now < this.probedUntil || now < this.restsUntil) return false;
    this.probedUntil = now + PROBED_WITHIN_MS;
    return true;
  }

  answered(): void {
    this.probedUntil = 0;
    this.faults = 0;
    this.answers += 1;
    if (this.answers < ANSWERS_TO_TRUST) return;
    this.restsUntil = undefined;
    this.restMs = FIRST_REST_MS;
  }

  /** A question that was taken back before an answer could come says nothing. */
  gaveUp(): void {
    this.probedUntil = 0;
  }

  failed(fault: VendorFault): void {
    this.probedUntil = 0;
    this.answers = 0;
    this.faults += 1;
    if (this.restsUntil === undefined && this.faults < FAULTS_TO_AVOID && !fault.isFinal) return;
    this.restsUntil = this.now() + Math.max(this.restMs, fault.retryAfterMs ?? 0);
    this.restMs = Math.min(LONGEST_REST_MS, this.restMs * 2);
  }
}

/** Of every vendor, at every kind of work. */
@Injectable()
export class VendorHealths {
  private readonly known = new Map<string, VendorHealth>();

  of(kind: ProviderKind, vendor: string): VendorHealth {
    const name = `${kind}:${vendor}`;
    const known = this.known.get(name);
    if (known) return known;
    const health = new VendorHealth(kind, vendor);
    this.known.set(name, health);
    return health;
  }

  all(): VendorHealth[] {
    return [...this.known.values()];
  }
}
