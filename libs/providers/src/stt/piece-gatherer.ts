/** Makes pieces of one length of sound that comes in any. */
export class PieceGatherer {
  private readonly pending: Int16Array;
  private filled = 0;

  constructor(private readonly pieceSamples: number) {
    this.pending = new Int16Array(pieceSamples);
  }

  /** @returns the pieces that have become full */
  add(samples: Int16Array): Int16Array[] {
    const full: Int16Array[] = [];
    for (let taken = 0; taken < samples.length;) {
      const part = samples.subarray(taken, taken + this.pieceSamples - this.filled);
      this.pending.set(part, this.filled);
      this.filled += part.length;
      taken += part.length;
      if (this.filled < this.pieceSamples) break;
      full.push(this.pending.slice());
      this.filled = 0;
    }
    return full;
  }
}
