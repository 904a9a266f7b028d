import { setImmediate as soon } from 'node:timers/promises';
import { voice } from '@livekit/agents';
import { AudioFrame } from '@livekit/rtc-node';
import { prepareFramework } from './framework.js';
import { Recording } from './recording.js';
import { TalkMouth } from './talk-mouth.js';

prepareFramework();

const ONE_MOMENT = Recording.load('one-moment');
const RECORDED = 'recorded';

/** A door that plays when it is told to. Knows the framework's sound by its length. */
class SlowDoor extends voice.AudioOutput {
  readonly heard: string[] = [];

  constructor() {
    super(24_000);
  }

  override async captureFrame(frame: AudioFrame): Promise<void> {
    const isFirst = this.pendingPlayoutSegments === 0;
    await super.captureFrame(frame);
    if (isFirst) this.onPlaybackStarted(0);
    const what = frame.samplesPerChannel < 100 ? `answer ${frame.samplesPerChannel}` : RECORDED;
    if (this.heard.at(-1) !== what) this.heard.push(what);
  }

  clearBuffer(): void {
    this.heard.push('cleared');
    if (this.pendingPlayoutSegments > 0) this.onPlaybackFinished({ playbackPosition: 0, interrupted: true });
  }

  end(): void {
    this.onPlaybackFinished({ playbackPosition: 1, interrupted: false });
  }
}

describe(TalkMouth.name, () => {
  let door: SlowDoor;
  let mouth: TalkMouth;
  let told: string[];
  const answer = (length: number) =>
    mouth.captureFrame(new AudioFrame(new Int16Array(length), 24_000, 1, length));
  const play = () => mouth.play(ONE_MOMENT, () => void told.push('recording'));

  beforeEach(() => {
    door = new SlowDoor();
    mouth = new TalkMouth(door);
    told = [];
    mouth.on(voice.AudioOutput.EVENT_PLAYBACK_STARTED, () => told.push('started'));
    mouth.on(voice.AudioOutput.EVENT_PLAYBACK_FINISHED, () => told.push('finished'));
  });

  it('plays a recording at once while there is no answer, and an answer that comes meanwhile after it', async () => {
    const playing = play();
    await soon();
    const answered = answer(1).then(() => answer(2));
    await soon();
    expect(door.heard).toEqual([RECORDED]);
    door.end();
    await playing;
    await answered;
    expect(door.heard).toEqual([RECORDED, 'answer 1', 'answer 2']);
    mouth.flush();
    door.end();
    expect(await mouth.waitForPlayout()).toMatchObject({ interrupted: false });
    expect(told).toEqual(['recording', 'started', 'finished']);
  });

  it('lets an answer that is heard go on to its end', async () => {
    await answer(1);
    const playing = play();
    await soon();
    await answer(2);
    expect(door.heard).toEqual(['answer 1', 'answer 2']);
    mouth.flush();
    door.end();
    await soon();
    expect(door.heard.at(-1)).toBe(RECORDED);
    door.end();
    await playing;
    expect(told).toEqual(['started', 'finished', 'recording']);
  });

  it('throws an answer away that waits for a recording, which goes on', async () => {
    const playing = play();
    await soon();
    const answered = answer(1);
    mouth.clearBuffer();
    mouth.flush();
    door.end();
    await playing;
    await answered;
    expect(door.heard).toEqual([RECORDED]);
    await answer(2);
    expect(door.heard).toEqual([RECORDED, 'answer 2']);
  });

  it('is interrupted as the door is', async () => {
    await answer(1);
    mouth.clearBuffer();
    expect(await mouth.waitForPlayout()).toMatchObject({ interrupted: true });
    expect(door.heard).toEqual(['answer 1', 'cleared']);
  });

  it('plays one recording after the other, also when one fails', async () => {
    const broken = new Error('the room is gone');
    const captureFrame = door.captureFrame.bind(door);
    door.captureFrame = () => {
      door.captureFrame = captureFrame;
      return Promise.reject(broken);
    };
    const first = play();
    const second = play();
    await expect(first).rejects.toBe(broken);
    while (!door.heard.includes(RECORDED)) await soon();
    door.end();
    await second;
    await answer(1);
    expect(door.heard).toEqual([RECORDED, 'answer 1']);
  });
});
