/** Counts only the time in which nobody listens: a vendor that served for a while was no part of the trouble. */
export class DownClock {
  private sumMs = 0;
  private downSince: number | undefined;

  constructor(private readonly now: () => number) {}

  readonly elapsedMs = (): number =>
    this.sumMs + (this.downSince === undefined ? 0 : this.now() - this.downSince);

  down(): void {
    this.downSince ??= this.now();
  }

  up(): void {
    this.sumMs = this.elapsedMs();
    this.downSince = undefined;
  }
}
