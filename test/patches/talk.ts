/** A talk with a realtime model without a room: the microphone is a queue, the loudspeaker plays in no time. */
import { stream, voice } from '@livekit/agents';
import { realtime } from '@livekit/agents-plugin-openai';
import type { AudioFrame } from '@livekit/rtc-node';

export class Microphone extends voice.AudioInput {
  private readonly frames = stream.createStreamChannel<AudioFrame>();

  constructor() {
    super();
    this.multiStream.addInputStream(this.frames.stream());
  }

  push(frame: AudioFrame): Promise<void> {
    return this.frames.write(frame);
  }
}

type ModelOptions = ConstructorParameters<typeof realtime.RealtimeModel>[0];

export class Talk {
  readonly microphone = new Microphone();
  readonly errors: { recoverable: boolean }[] = [];
  closeReason: string | undefined;
  answers = 0;
  readonly agent = new voice.Agent({ instructions: 'Answer with a tone.' });
  readonly session: voice.AgentSession;

  constructor(model: ModelOptions) {
    this.session = new voice.AgentSession({
      llm: new realtime.RealtimeModel({ apiKey: 'none', ...model }),
      vad: null,
      turnHandling: { turnDetection: 'realtime_llm' },
      aecWarmupDuration: null,
      userAwayTimeout: null,
    });
    this.session.on(voice.AgentSessionEventTypes.Error, ({ error }) => {
      this.errors.push({ recoverable: (error as { recoverable: boolean }).recoverable });
    });
    this.session.on(voice.AgentSessionEventTypes.Close, ({ reason }) => (this.closeReason = reason));
    this.session.on(voice.AgentSessionEventTypes.ConversationItemAdded, ({ item }) => {
      this.answers += item.type === 'message' && item.role === 'assistant' ? 1 : 0;
    });
  }

  async start(): Promise<void> {
    const loudspeaker = new voice.QueueAudioOutput(24_000);
    void play(loudspeaker);
    this.session.input.audio = this.microphone;
    this.session.output.audio = loudspeaker;
    await this.session.start({ agent: this.agent });
  }
}

/** Free-running: it ends with the stream, when the talk's garbage is collected. */
async function play(loudspeaker: voice.QueueAudioOutput): Promise<void> {
  let playedSeconds = 0;
  for await (const item of loudspeaker.stream()) {
    if (item instanceof voice.AudioSegmentEnd) {
      loudspeaker.notifyPlaybackFinished(playedSeconds, false);
      playedSeconds = 0;
    } else {
      if (playedSeconds === 0) {
        loudspeaker.notifyPlaybackStarted();
      }
      playedSeconds += item.samplesPerChannel / item.sampleRate;
    }
  }
}
