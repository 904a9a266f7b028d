export { Dispatches } from './dispatches.js';
export type { Dispatch } from './dispatches.js';
export { ingestToken } from './ingest-token.js';
export { LivekitConfig, livekitConfig } from './livekit.config.js';
export type { LivekitAccess } from './livekit.config.js';
export { LivekitEvent } from './livekit-event.js';
export { LivekitWebhooks } from './livekit-webhooks.js';
export {
  livekitFault,
  LivekitNotConfigured,
  LivekitUnavailable,
  ParticipantSilent,
} from './livekit.errors.js';
export { LivekitModule } from './livekit.module.js';
export { OWN_ROOM, ownRoom } from './own-room.js';
export { RoomTokens } from './room-tokens.js';
export type { PersonSeat, RoomSeat } from './room-tokens.js';
export { Rooms } from './rooms.js';
export type { NewRoom, OpenRoom, RoomParticipant } from './rooms.js';
export { ParticipantCalls } from './participant-calls.js';
export type { ParticipantCall } from './participant-calls.js';
export { sealOrder, unsealOrder } from './sealed-order.js';
