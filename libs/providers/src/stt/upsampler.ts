/** From 16 kHz to 24 kHz, piece by piece without a seam: three samples for two, on straight lines between them. */
export class Upsampler {
  /** Up to two samples whose followers are still to come. */
  private rest: Int16Array = new Int16Array(0);

  upsample(samples: Int16Array): Int16Array {
    const input = new Int16Array(this.rest.length + samples.length);
    input.set(this.rest);
    input.set(samples, this.rest.length);
    const pairs = Math.max(0, Math.floor((input.length - 1) / 2));
    const output = new Int16Array(pairs * 3);
    for (let pair = 0; pair < pairs; pair++) {
      const [first = 0, second = 0, third = 0] = input.subarray(pair * 2, pair * 2 + 3);
      output[pair * 3] = first;
      output[pair * 3 + 1] = Math.round((first + 2 * second) / 3);
      output[pair * 3 + 2] = Math.round((2 * second + third) / 3);
    }
    this.rest = input.slice(pairs * 2);
    return output;
  }
}
