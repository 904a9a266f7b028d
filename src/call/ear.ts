import type { AudioFrame, RemoteParticipant, RemoteTrack, Room } from '@livekit/rtc-node';
import { AudioStream, RoomEvent, TrackKind } from './livekit.ts';
import { FRAME_MS, isVoiced, SAMPLE_RATE } from './sound.ts';
import { Voices } from './voices.ts';

/** By `performance.now()`. */
export interface Span {
  fromMs: number;
  toMs: number;
}

/** Shorter than the pause between two sentences, longer than closed lips within a word. */
const SAME_SPAN_MS = 250;

/** Listens to those whose sound is the agent's, 10 ms at a time. */
export class Ear {
  /** Identities that publish sound, and whether the caller plays it. */
  readonly sources = new Map<string, { played: boolean }>();
  readonly voices = new Voices();
  lastVoicedAtMs = -Infinity;
  /** Where there was voice since `listenAfresh`. */
  spans: Span[] = [];
  private readonly plays: (identity: string) => boolean;
  private readonly onFrame: (samples: Int16Array, isNewTrack: boolean) => void;
  private readonly readers = new Set<ReadableStreamDefaultReader<AudioFrame>>();

  constructor(
    plays: (identity: string) => boolean,
    onFrame: (samples: Int16Array, isNewTrack: boolean) => void,
  ) {
    this.plays = plays;
    this.onFrame = onFrame;
  }

  listenIn(room: Room): void {
    room.on(RoomEvent.TrackSubscribed, (track: RemoteTrack, _publication, participant: RemoteParticipant) => {
      if (track.kind !== TrackKind.KIND_AUDIO) return;
      const played = this.plays(participant.identity);
      this.sources.set(participant.identity, { played });
      // A track that breaks off ends the reading; who left and why comes as an event of the room.
      if (played) this.listenTo(track, participant.identity).catch(() => undefined);
    });
  }

  /** By `performance.now()`; the first voiced frame since `listenAfresh`. */
  get firstVoicedAtMs(): number | null {
    return this.spans[0]?.fromMs ?? null;
  }

  listenAfresh(): void {
    this.spans = [];
  }

  async close(): Promise<void> {
    await Promise.all([...this.readers].map((reader) => reader.cancel()));
  }

  private async listenTo(track: RemoteTrack, identity: string): Promise<void> {
    const stream = new AudioStream(track, { sampleRate: SAMPLE_RATE, numChannels: 1, frameSizeMs: FRAME_MS });
    // Not through Readable.fromWeb, which crashes natively on this stream.
    const reader = stream.getReader();
    this.readers.add(reader);
    const voice = this.voices.track(identity);
    try {
      for (let isNewTrack = true; ; isNewTrack = false) {
        const { done, value } = await reader.read();
        if (done) return;
        voice.take(value.data, performance.now());
        this.take(value.data, isNewTrack);
      }
    } finally {
      this.readers.delete(reader);
    }
  }

  private take(samples: Int16Array, isNewTrack: boolean): void {
    if (isVoiced(samples)) {
      const now = performance.now();
      this.lastVoicedAtMs = now;
      const span = this.spans.at(-1);
      if (span && now - span.toMs < SAME_SPAN_MS) span.toMs = now;
      else this.spans.push({ fromMs: now, toMs: now });
    }
    this.onFrame(samples, isNewTrack);
  }
}
