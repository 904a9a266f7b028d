import type { RemoteTrack } from '@livekit/rtc-node';

/** What hears the microphones of a room. */
export interface Ears {
  /** To a person's newest track in place of one before it. */
  listenTo(track: RemoteTrack, person: string): Promise<void>;
  /** That track is gone; all of them without a name. */
  stopListening(trackSid?: string): Promise<void>;
  /** They have gone, and will not go on with what they were saying. */
  left?(person: string): void;
}
