/** Topics of data in a room. `robotCommands` and `transcripts` are read by the SanBot app, the rest are LiveKit's own. */
export const ROOM_TOPICS = {
  robotCommands: 'robot-commands',
  transcripts: 'transcripts',
  chat: 'lk.chat',
} as const;

/**
 * The participant that speaks in orchestrated sessions. The SanBot app mutes every `agent…` and plays only `heygen…` and
 * `liveavatar…`; it takes data from `agent…` alone.
 */
export const VOICE_IDENTITY = 'liveavatar-voice';

/** Identities that only our own participants may carry. */
export function isReservedIdentity(identity: string): boolean {
  return /^(agent|heygen|liveavatar)/i.test(identity);
}
