import { TrackKind } from '@livekit/rtc-node';
import type { Room } from '@livekit/rtc-node';
import { readTrack } from './track-reading.js';
import type { TrackReading } from './track-reading.js';

/** The microphones of somebody in the room. */
export interface PersonLink {
  participant: string;
  /** All of them. */
  isMuted: boolean;
  /** By the tracks' ids; without those of which nothing is told. */
  readings: ReadonlyMap<string, TrackReading>;
}

/** How sound comes to us from everybody who has a microphone. Never rejects. */
export type ReadLinks = () => Promise<PersonLink[]>;

export function linksOf({ remoteParticipants }: Pick<Room, 'remoteParticipants'>): ReadLinks {
  return () =>
    Promise.all(
      [...remoteParticipants.values()].map(async ({ identity, trackPublications }) => {
        const microphones = [...trackPublications.values()].filter(
          ({ kind, track }) => kind === TrackKind.KIND_AUDIO && track !== undefined,
        );
        const readings = new Map<string, TrackReading>();
        for (const { sid, track } of microphones) {
          const reading = track && (await readTrack(track));
          if (sid !== undefined && reading) readings.set(sid, reading);
        }
        return { participant: identity, isMuted: microphones.every(({ muted }) => muted), readings };
      }),
    );
}
