import { TransformStream } from 'node:stream/web';
import { voice } from '@livekit/agents';
import { AudioStream } from '@livekit/rtc-node';
import type { AudioFrame, RemoteTrack } from '@livekit/rtc-node';
import type { TalkTap } from '#recording';
import { VoiceGate } from '#talk';
import type { SoundWatch } from './quality/audio-quality.js';

const SAMPLE_RATE = 24_000;
/** One Opus packet. Smaller frames cost more and bring nothing, larger ones make the agent hear later. */
const FRAME_MS = 20;

/** The person's microphone in a room. One track at a time: the newest; silence while there is none. */
export class PersonEars extends voice.AudioInput {
  private readonly gate = new VoiceGate();
  private current: { trackSid: string; inputId: string; stop: () => Promise<void> } | undefined;

  constructor(
    private readonly tap: Pick<TalkTap, 'personCame' | 'person'>,
    private readonly sound: SoundWatch,
  ) {
    super();
  }

  get lastVoicedAt(): number | undefined {
    return this.gate.lastVoicedAt;
  }

  async listenTo(track: RemoteTrack, person: string): Promise<void> {
    const trackSid = track.sid ?? '';
    if (this.current?.trackSid === trackSid) return;
    await this.stopListening();
    this.tap.personCame(person);
    const watch = new TransformStream<AudioFrame, AudioFrame>({
      transform: (frame, out) => {
        this.gate.feed(frame.data, Date.now());
        this.tap.person(person, frame.data, SAMPLE_RATE);
        this.sound.heard(person, frame.data, SAMPLE_RATE);
        out.enqueue(frame);
      },
    });
    const ended = new AbortController();
    const stream = new AudioStream(track, { sampleRate: SAMPLE_RATE, numChannels: 1, frameSizeMs: FRAME_MS });
    const piped = pump(stream, watch, ended.signal);
    const inputId = this.multiStream.addInputStream(watch.readable);
    const stop = async () => {
      ended.abort();
      await this.multiStream.removeInputStream(inputId);
      await piped;
    };
    this.current = { trackSid, inputId, stop };
  }

  /** The track is gone; another may come. */
  async stopListening(trackSid?: string): Promise<void> {
    if (!this.current || (trackSid !== undefined && trackSid !== this.current.trackSid)) return;
    const { stop } = this.current;
    this.current = undefined;
    await stop();
  }

  override async close(): Promise<void> {
    await this.stopListening();
    await super.close();
  }
}

/** rtc-node's stream and the framework's are of different declarations; a reader and a writer join them. */
async function pump(
  stream: AudioStream,
  tap: TransformStream<AudioFrame, AudioFrame>,
  signal: AbortSignal,
): Promise<void> {
  const reader = stream.getReader();
  const writer = tap.writable.getWriter();
  signal.addEventListener('abort', () => void reader.cancel().catch(() => undefined), { once: true });
  try {
    for (;;) {
      const { done, value } = await reader.read();
      if (done || signal.aborted) break;
      await writer.write(value);
    }
  } finally {
    await writer.close().catch(() => undefined);
  }
}
