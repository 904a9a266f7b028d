const FIRST_PAUSE_MS = 200;
/** The longest that a person on the line is kept waiting because the CRM asks for it. */
const MAX_PAUSE_MS = 3_000;

/** How long to wait before the next repeat, counted from 0; undefined when the CRM wants more time than a talk has. */
export function pauseBeforeRepeatMs(
  repeats: number,
  wantedMs: number | undefined,
  random: () => number = Math.random,
): number | undefined {
  if (wantedMs !== undefined && wantedMs > MAX_PAUSE_MS) return undefined;
  const spread = FIRST_PAUSE_MS * 2 ** repeats * (0.5 + random());
  return Math.max(wantedMs ?? 0, spread);
}
