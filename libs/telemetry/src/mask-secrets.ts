const SECRETS: [RegExp, string][] = [
  [/\beyJ[\w-]{5,}\.[\w-]{5,}\.[\w-]*/g, '[jwt]'],
  [/\b(?:sk|ek|pk)[-_][\w-]{12,}/g, '[key]'],
  [/\b(Bearer|Basic) [\w.~+/=-]{8,}/gi, '$1 [redacted]'],
];

/** The last thing every log line goes through: SDKs put tokens into the texts of their errors. */
export function maskSecrets(line: string): string {
  return SECRETS.reduce((text, [pattern, mask]) => text.replace(pattern, mask), line);
}
