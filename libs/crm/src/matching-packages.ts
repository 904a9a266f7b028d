import type { TravelPackage } from './travel-package.js';

/** Words that say nothing about which package is meant. */
const EMPTY_WORDS = new Set([
  ...['the', 'and', 'for', 'with', 'some', 'any', 'want', 'like', 'would', 'something', 'please'],
  ...['trip', 'trips', 'tour', 'tours', 'travel', 'package', 'packages', 'holiday', 'holidays', 'vacation'],
]);

/** The packages that have something of the customer's words, best first. */
export function matchingPackages(packages: readonly TravelPackage[], query: string): TravelPackage[] {
  const wanted = words(query).filter((word) => word.length > 2 && !EMPTY_WORDS.has(word));
  return packages
    .map((found) => ({ found, score: score(found, wanted) }))
    .filter(({ score }) => score > 0)
    .sort((a, b) => b.score - a.score)
    .map(({ found }) => found);
}

function score(
  { name, description, destinations, inclusions, tags }: TravelPackage,
  wanted: string[],
): number {
  const has = words([name, description, ...destinations, ...inclusions, ...tags].join(' '));
  return wanted.filter((word) => has.some((own) => own.startsWith(word))).length;
}

function words(text: string): string[] {
  return text.toLowerCase().match(/[\p{L}\p{N}]+/gu) ?? [];
}
