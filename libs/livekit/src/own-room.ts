const MARK = { parley: 'session' };

/**
 * The metadata of rooms that are made for a session: who only hears of such a room knows that its agent is on the way. What others
 * write there is not ours to keep.
 */
export const OWN_ROOM = ownRoom();

/** @param about What else is told to everybody in the room. */
export function ownRoom(about: Record<string, string> = {}): string {
  return JSON.stringify({ ...MARK, ...about });
}

export function isOwnRoom(metadata: string): boolean {
  try {
    const fields: unknown = JSON.parse(metadata);
    return typeof fields === 'object' && fields !== null && Reflect.get(fields, 'parley') === MARK.parley;
  } catch {
    return false;
  }
}
