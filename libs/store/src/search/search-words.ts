/** More words make a query slower and no better. */
const MAX_WORDS = 16;

/** The words of a search as both databases keep them: in lower case, without accents, and nothing that their own query languages know. */
export function searchWords(text: string): string[] {
  const plain = text
    .normalize('NFKD')
    .replaceAll(/[\u0300-\u036f]/g, '')
    .toLowerCase();
  return (plain.match(/[\p{L}\p{N}\p{M}]+/gu) ?? []).slice(0, MAX_WORDS);
}
