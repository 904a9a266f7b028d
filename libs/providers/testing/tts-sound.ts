/** Samples that can be told apart: `first`, `first + 1`, and so on. */
export function counted(count: number, first: number = 1): Int16Array {
  return Int16Array.from({ length: count }, (_, i) => first + i);
}

/** As vendors send them. */
export function bytesOf(samples: Int16Array): Buffer {
  const bytes = Buffer.alloc(samples.length * 2);
  samples.forEach((sample, i) => bytes.writeInt16LE(sample, i * 2));
  return bytes;
}

/** All that is heard, until it ends. */
export async function heardOf(sound: AsyncIterable<Int16Array>): Promise<number[]> {
  const heard: number[] = [];
  for await (const piece of sound) heard.push(...piece);
  return heard;
}
