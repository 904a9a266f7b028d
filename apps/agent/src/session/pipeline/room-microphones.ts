import { AudioStream } from '@livekit/rtc-node';
import type { RemoteTrack } from '@livekit/rtc-node';
import type { SoundListener } from '#talk';
import type { Ears } from '../ears.js';

/** Of what they bring. */
export const RATE = 16_000;
/** As small as the room gives them: what waits for a frame to fill makes the agent hear later. */
const FRAME_MS = 10;

interface Microphone {
  trackSid: string;
  stop: () => Promise<void>;
}

/** The microphones in a room, each person's newest track by itself. */
export class RoomMicrophones implements Ears {
  private readonly open = new Map<string, Microphone>();
  private listener: SoundListener | undefined;

  constructor(private readonly onFault: (error: unknown, where: string) => void) {}

  listen(listener: SoundListener): void {
    this.listener = listener;
  }

  async listenTo(track: RemoteTrack, person: string): Promise<void> {
    const trackSid = track.sid ?? '';
    if (this.open.get(person)?.trackSid === trackSid) return;
    await this.open.get(person)?.stop();
    const ended = new AbortController();
    this.listener?.came(person);
    const pumped = this.pump(track, person, ended.signal).catch((error: unknown) =>
      this.onFault(error, 'a microphone'),
    );
    const stop = async () => {
      ended.abort();
      await pumped;
    };
    this.open.set(person, { trackSid, stop });
  }

  async stopListening(trackSid?: string): Promise<void> {
    const gone = [...this.open].filter(([, { trackSid: sid }]) => trackSid === undefined || sid === trackSid);
    for (const [person, { stop }] of gone) {
      this.open.delete(person);
      await stop();
    }
  }

  /** They have gone, and will not go on with what they were saying. */
  left(person: string): void {
    this.listener?.left(person);
  }

  close(): Promise<void> {
    return this.stopListening();
  }

  private async pump(track: RemoteTrack, person: string, signal: AbortSignal): Promise<void> {
    const stream = new AudioStream(track, { sampleRate: RATE, numChannels: 1, frameSizeMs: FRAME_MS });
    const reader = stream.getReader();
    signal.addEventListener('abort', () => void reader.cancel().catch(() => undefined), { once: true });
    for (;;) {
      const { done, value } = await reader.read();
      if (done || signal.aborted) return;
      this.listener?.heard(person, value.data);
    }
  }
}
