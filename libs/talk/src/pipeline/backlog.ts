/** Ten seconds at 16 kHz: who cannot be understood for longer has to say it again. */
const MOST_SAMPLES = 160_000;

/** Sound that came before there was anybody to give it to; the oldest goes first. */
export class Backlog {
  private pieces: Int16Array[] = [];
  private samples = 0;

  keep(piece: Int16Array): void {
    this.pieces.push(piece);
    this.samples += piece.length;
    while (this.samples > MOST_SAMPLES) this.samples -= this.pieces.shift()?.length ?? this.samples;
  }

  take(): Int16Array[] {
    const kept = this.pieces;
    this.pieces = [];
    this.samples = 0;
    return kept;
  }
}
