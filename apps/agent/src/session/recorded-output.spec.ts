import { initializeLogger } from '@livekit/agents';
import { AudioFrame, dispose, Room, TrackPublishOptions } from '@livekit/rtc-node';
import type { LocalAudioTrack } from '@livekit/rtc-node';
import { RecordedOutput } from './recorded-output.js';

const RATE = 24_000;
const FRAME_MS = 20;

describe(RecordedOutput.name, () => {
  let room: Room;
  let listened: PromiseWithResolvers<void>;
  let output: RecordedOutput;
  let heard: string[];
  let tracks: LocalAudioTrack[];

  beforeAll(() => initializeLogger({ pretty: false, level: 'silent' }));
  beforeEach(() => {
    heard = [];
    tracks = [];
    listened = Promise.withResolvers();
    room = new Room();
    Object.defineProperty(room, 'localParticipant', {
      value: {
        publishTrack: (track: LocalAudioTrack) => {
          tracks.push(track);
          return Promise.resolve({ waitForSubscription: () => listened.promise });
        },
      },
    });
    const tap = {
      agent: (samples: Int16Array, rate: number) => heard.push(`${(samples.length / rate) * 1_000} ms`),
      agentCut: () => heard.push('cut'),
    };
    output = new RecordedOutput(
      room,
      { sampleRate: RATE, numChannels: 1, queueSizeMs: 100, trackPublishOptions: new TrackPublishOptions() },
      tap,
    );
  });
  afterEach(async () => {
    await output.close();
    for (const track of tracks) await track.close(false);
  });
  // Nothing may be left that is let go of afterwards: it would fail whatever runs in this process then.
  afterAll(() => dispose());

  const frame = () =>
    new AudioFrame(new Int16Array((RATE / 1_000) * FRAME_MS), RATE, 1, (RATE / 1_000) * FRAME_MS);

  it('records what waits until somebody listens when they do', async () => {
    const started = output.start(new AbortController().signal);
    const captured = output.captureFrame(frame());
    expect(heard).toEqual([]);
    listened.resolve();
    await started;
    await captured;
    await output.captureFrame(frame());
    expect(heard).toEqual(['20 ms', '20 ms']);
  });

  it('does not record what was thrown away before anybody listened', async () => {
    const started = output.start(new AbortController().signal);
    const captured = output.captureFrame(frame());
    output.clearBuffer();
    listened.resolve();
    await started;
    await captured;
    expect(heard).toEqual(['cut']);
  });

  it('ends what is recorded at an interruption', async () => {
    listened.resolve();
    await output.start(new AbortController().signal);
    await output.captureFrame(frame());
    output.clearBuffer();
    expect(heard).toEqual(['20 ms', 'cut']);
  });

  it('records what a pause keeps back when the pause is over', async () => {
    listened.resolve();
    await output.start(new AbortController().signal);
    await output.captureFrame(frame());
    output.pause();
    const captured = output.captureFrame(frame());
    expect(heard).toEqual(['20 ms', 'cut']);
    output.resume();
    await captured;
    expect(heard).toEqual(['20 ms', 'cut', '20 ms']);
  });
});
