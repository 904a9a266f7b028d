/** A quantile of the last values that came. */
export class RunningQuantile {
  private readonly values: number[] = [];

  constructor(
    private readonly share: number,
    private readonly atMost: number,
  ) {}

  add(value: number): void {
    this.values.push(value);
    if (this.values.length > this.atMost) this.values.shift();
  }

  /** Undefined before the first value. */
  get value(): number | undefined {
    const sorted = [...this.values].sort((a, b) => a - b);
    return sorted[Math.max(0, Math.ceil(this.share * sorted.length) - 1)];
  }
}
