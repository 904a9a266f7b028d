import { z } from 'zod';
import { isOwnRoom, OWN_ROOM } from './own-room.js';

/**
 * What LiveKit tells by webhook, as far as we use it. All else stays outside, and so does the room's `turnPassword`, which no log
 * and no database is to hold.
 */
export const LivekitEvent = z.object({
  /** The same for every attempt to deliver it. */
  id: z.string().min(1).max(256),
  /** `room_finished`, `participant_left` …; kinds are added with time. */
  event: z.string().min(1).max(64),
  /** Unix seconds; protobuf writes them as text. */
  createdAt: z.coerce.number().int().nonnegative().default(0),
  room: z
    .object({
      sid: z.string().optional(),
      name: z.string().min(1),
      metadata: z
        .string()
        .transform((metadata) => (isOwnRoom(metadata) ? OWN_ROOM : undefined))
        .optional()
        .catch(undefined),
    })
    .optional(),
  participant: z
    .object({
      sid: z.string().optional(),
      identity: z.string().min(1),
      name: z.string().optional(),
      kind: z.string().optional(),
      disconnectReason: z.string().optional(),
    })
    .optional(),
  /** How many were lost before this one. */
  numDropped: z.number().optional(),
});
export type LivekitEvent = z.infer<typeof LivekitEvent>;
