/** Jest's own matchers are `any`; these are not. */
export const aText: unknown = expect.any(String);

export function textLike(pattern: RegExp | string): unknown {
  return typeof pattern === 'string' ? expect.stringContaining(pattern) : expect.stringMatching(pattern);
}
