import type { RecordedSound } from '../write/recorded-sound.js';
import { PersonLine } from './person-line.js';

/** Takes what was heard, times in milliseconds since the recording began. */
export type TapListener = (sound: RecordedSound) => void;

/** Of full scale 32,768: nobody speaks below. */
const QUIET = 400;

/**
 * At the door of a talk: hears what each person says when it is heard, and what the agent says when it is really played. Passes
 * nothing on while nobody listens, but keeps the time.
 */
export class TalkTap {
  private listener: TapListener | undefined;
  private beganAt = 0;
  private readonly lines = new Map<string, PersonLine>();
  private agentEndsAt = 0;

  constructor(private readonly now: () => number = () => performance.now()) {}

  listen(listener: TapListener): void {
    this.beganAt = this.now();
    this.listener = listener;
  }

  stop(): void {
    this.listener = undefined;
  }

  /** Since the recording began. */
  get elapsedMs(): number {
    return this.now() - this.beganAt;
  }

  /** Their microphone is a new one: what it brings does not go on where the one before stopped. */
  personCame(person: string): void {
    this.lines.set(person, new PersonLine());
  }

  personLeft(person: string): void {
    this.lines.delete(person);
  }

  /** PCM16 mono that has just come. */
  person(person: string, samples: Int16Array, rate: number): void {
    const line = this.lines.get(person) ?? new PersonLine();
    this.lines.set(person, line);
    const at = line.place(this.now(), (samples.length / rate) * 1_000, isQuiet(samples));
    if (at !== undefined) this.pass({ side: 'person', atMs: at - this.beganAt, samples, rate });
  }

  /** PCM16 mono that is handed to the loudspeaker: it is heard when what was handed over before has been. */
  agent(samples: Int16Array, rate: number): void {
    const at = Math.max(this.agentEndsAt, this.now());
    this.agentEndsAt = at + (samples.length / rate) * 1_000;
    this.pass({ side: 'agent', atMs: at - this.beganAt, samples, rate });
  }

  /** The loudspeaker threw away what it had not played. */
  agentCut(): void {
    const at = Math.min(this.agentEndsAt, this.now());
    this.agentEndsAt = at;
    this.listener?.({ side: 'agent', cutAtMs: at - this.beganAt });
  }

  private pass(sound: Extract<RecordedSound, { samples: Int16Array }>): void {
    // Copied: whoever brought it may use its memory again.
    this.listener?.({ ...sound, samples: sound.samples.slice() });
  }
}

function isQuiet(samples: Int16Array): boolean {
  return samples.every((sample) => Math.abs(sample) < QUIET);
}
