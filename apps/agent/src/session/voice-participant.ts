import { Room } from '@livekit/rtc-node';
import { VOICE_IDENTITY } from '#conversation';
import type { LivekitConfig, RoomTokens } from '#livekit';

interface VoiceSeat {
  room: string;
  /** Whose voice it is. */
  agentIdentity: string;
}

/**
 * Joins the room a second time to speak there. The SanBot app mutes every `agent…`; for LiveKit's own clients the attribute
 * says whose voice it is.
 */
export async function joinAsVoice(
  { room: name, agentIdentity }: VoiceSeat,
  tokens: RoomTokens,
  livekit: LivekitConfig,
): Promise<Room> {
  const token = await tokens.participant({
    room: name,
    identity: VOICE_IDENTITY,
    name: 'Voice',
    attributes: { 'lk.publish_on_behalf': agentIdentity },
  });
  const room = new Room();
  await room.connect(livekit.workerUrl(), token, { autoSubscribe: false, dynacast: false });
  return room;
}
