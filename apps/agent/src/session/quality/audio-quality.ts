import { Logger } from '@nestjs/common';
import type { AUDIO_PROBLEMS, EventPayload } from '#conversation';
import type { Report } from '#talk';
import { LinkMeter } from './link-meter.js';
import type { MeteredLink } from './link-meter.js';
import type { ReadLinks } from './room-link.js';
import { SoundMeter } from './sound-meter.js';
import type { MeteredSound } from './sound-meter.js';

type AudioProblem = (typeof AUDIO_PROBLEMS)[number];

/** Where the sound of people goes by on its way to who listens. */
export interface SoundWatch {
  /** PCM16 mono that has just come. */
  heard: (person: string, samples: Int16Array, rate: number) => void;
}

interface AudioQualityOptions {
  sessionId: string;
  links: ReadLinks;
  report: Report;
  onFault: (error: unknown, where: string) => void;
}

interface PersonAudio {
  sound: SoundMeter;
  link: LinkMeter;
  /** At any look since the last report. */
  wasMuted: boolean;
}

/** Often enough that little is missing of who leaves between two looks. */
const LOOK_EVERY_MS = 5_000;
/** One a minute. */
const LOOKS_AN_EVENT = 12;

/** A microphone that works brings some noise, however quiet the room; full scale is 32,768. */
const DEAD_PEAK = 10;
const DEAD_AFTER_S = 20;
const MOST_CLIPPED = 0.001;
/** Above that, recognisers begin to mistake words. */
const MOST_MISSING = 0.05;
/** Of less sound nothing is said. */
const JUDGED_AFTER_S = 3;

/** How the microphone of each person in a talk comes to us: one event a minute and one at the end, for everybody who was heard. */
export class AudioQuality implements SoundWatch {
  private readonly logger = new Logger(AudioQuality.name);
  private readonly people = new Map<string, PersonAudio>();
  private timer: NodeJS.Timeout | undefined;
  private looking: Promise<void> = Promise.resolve();
  private looks = 0;
  /** With a microphone, at the last look. */
  private present: ReadonlySet<string> = new Set();

  constructor(private readonly options: AudioQualityOptions) {}

  watch(): void {
    this.timer = setInterval(() => {
      this.looking = this.looking
        .then(() => this.lookAndTell())
        .catch((error: unknown) => this.options.onFault(error, 'audio quality'));
    }, LOOK_EVERY_MS);
  }

  heard(person: string, samples: Int16Array, rate: number): void {
    this.of(person).sound.feed(samples, rate, Date.now());
  }

  /** Looks once more, and tells what is left. */
  async close(): Promise<void> {
    clearInterval(this.timer);
    await this.looking;
    await this.look();
    this.tellAll();
  }

  private async lookAndTell(): Promise<void> {
    await this.look();
    this.looks += 1;
    if (this.looks % LOOKS_AN_EVENT === 0) this.tellAll();
  }

  private async look(): Promise<void> {
    const links = await this.options.links();
    this.present = new Set(links.map(({ participant }) => participant));
    for (const { participant, isMuted, readings } of links) {
      // Of who was not heard, such as another agent, nothing is told.
      const person = this.people.get(participant);
      if (!person) continue;
      if (isMuted) person.wasMuted = true;
      person.link.read(readings);
    }
  }

  private tellAll(): void {
    for (const [participant, person] of this.people) {
      const sound = person.sound.take();
      const link = person.link.take();
      if (sound.receivedS > 0) this.tell(participant, sound, link, person.wasMuted);
      else if (!this.present.has(participant)) this.people.delete(participant);
      person.wasMuted = false;
    }
  }

  private tell(participant: string, sound: MeteredSound, link: MeteredLink, wasMuted: boolean): void {
    const { receivedS, speechS, levelDbfs, clippedShare } = sound;
    const problems = problemsOf(sound, link, wasMuted);
    const quality: Omit<EventPayload<'audio.quality'>, 'participant'> = {
      receivedS: rounded(receivedS, 2),
      speechS: rounded(speechS, 2),
      levelDbfs: levelDbfs === null ? null : rounded(levelDbfs, 1),
      clippedShare: rounded(clippedShare, 5),
      lossShare: link.lossShare === null ? null : rounded(link.lossShare, 5),
      jitterMs: link.jitterMs === null ? null : rounded(link.jitterMs, 2),
      concealedShare: link.concealedShare === null ? null : rounded(link.concealedShare, 5),
      problems,
    };
    const { sessionId, report } = this.options;
    if (problems.length > 0) this.logger.warn('a microphone is not well', { sessionId, ...quality });
    report('audio.quality', { participant, ...quality });
  }

  private of(person: string): PersonAudio {
    const known = this.people.get(person);
    if (known) return known;
    const audio: PersonAudio = { sound: new SoundMeter(), link: new LinkMeter(), wasMuted: false };
    this.people.set(person, audio);
    return audio;
  }
}

function problemsOf(sound: MeteredSound, link: MeteredLink, wasMuted: boolean): AudioProblem[] {
  const problems: AudioProblem[] = [];
  if (sound.receivedS >= DEAD_AFTER_S && sound.peak < DEAD_PEAK && !wasMuted) problems.push('silent');
  if (sound.receivedS < JUDGED_AFTER_S) return problems;
  if (sound.clippedShare > MOST_CLIPPED) problems.push('clipping');
  if (Math.max(link.lossShare ?? 0, link.concealedShare ?? 0) > MOST_MISSING) problems.push('lossy');
  return problems;
}

function rounded(value: number, digits: number): number {
  return Number(value.toFixed(digits));
}
