type QueryValue = string | number | boolean | undefined;

/** @param base of http or ws, without a trailing slash */
export function socketUrl(base: string, path: string, query: Record<string, QueryValue>): string {
  const url = new URL(`${base.replace(/^http/, 'ws')}${path}`);
  for (const [name, value] of Object.entries(query)) {
    if (value !== undefined) url.searchParams.set(name, String(value));
  }
  return url.href;
}

/** The samples as they lie in memory, which is little-endian wherever we run. */
export function bytesOf({ buffer, byteOffset, byteLength }: Int16Array): Buffer {
  return Buffer.from(buffer, byteOffset, byteLength);
}
