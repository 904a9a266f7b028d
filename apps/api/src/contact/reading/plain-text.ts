const LONGEST = 200;

/** One line without characters that steer a terminal or a model; undefined when nothing is left. */
export function plainText(text: string): string | undefined {
  const plain = text
    .replaceAll(/[\p{Cc}\p{Cf}]+/gu, ' ')
    .replaceAll(/\s+/g, ' ')
    .trim()
    .slice(0, LONGEST);
  return plain || undefined;
}
