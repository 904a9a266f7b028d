/** Whether there is anything to say: marks alone have no sound. */
export function isSayable(text: string): boolean {
  return /[\p{L}\p{N}]/u.test(text);
}
