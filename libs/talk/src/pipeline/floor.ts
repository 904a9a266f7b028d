import { ReadableStream } from 'node:stream/web';
import type { AgentDefinition } from '#conversation';
import type { Transcriber, VendorFault } from '#providers';
import type { Report } from '../talk-tool.js';
import type { BargeInOrder } from '../turn-taking/barge-in.js';
import type { VoiceWindows } from '../turn-taking/voice-windows.js';
import { PersonHearing } from './person-hearing.js';
import type { PipelineDoor } from './pipeline-door.js';
import { Player } from './player.js';
import type { Said, Turn } from './turn.js';

export interface FloorListener {
  /** Somebody makes sound or words. */
  active(): void;
  /** A person may have finished: an answer can be prepared. */
  mayFinish(said: Said): void;
  /** They had not. */
  goesOn(): void;
  finished(said: Said): void;
  /**
   * A person means to interrupt, or goes on with the turn that is being answered: its answer is taken back.
   * `afterMs`: from the first voiced sound of who made the agent fall silent to its silence; null when it was not noticed.
   */
  interrupted(person: string, afterMs: number | null): 'interrupted' | 'went_on';
  /** Nobody can be understood any more. */
  lost(fault: VendorFault): void;
}

interface FloorOptions {
  definition: AgentDefinition;
  door: PipelineDoor;
  transcriber: Transcriber;
  voiceWindows?: (() => Pick<VoiceWindows, 'feed' | 'close'>) | undefined;
  signal: AbortSignal;
  report: Report;
  onFault: (error: unknown, where: string) => void;
  listener: FloorListener;
}

/** Who has the word: hears everybody, each by themselves, and holds or stops the agent's voice when somebody speaks over it. */
export class Floor {
  /** Who spoke last. */
  lastPerson: string | null = null;
  private readonly player: Player;
  private readonly people = new Map<string, PersonHearing>();
  private speaking: Turn | undefined;
  /** Who made the agent hold its voice, and how long after their first sound. */
  private holder: { person: string; afterMs: number | null } | undefined;
  private definition: AgentDefinition;
  private foundLanguage: string | undefined;

  constructor(private readonly options: FloorOptions) {
    this.definition = options.definition;
    this.player = new Player(options.door.mouth);
  }

  /** Of what is being said, or was said last. */
  get heardMs(): number {
    return this.player.heardMs;
  }

  open(): void {
    const { door, onFault } = this.options;
    door.listen({
      came: (person) => this.came(person),
      heard: (person, samples) => {
        try {
          this.people.get(person)?.hear(samples);
        } catch (error) {
          onFault(error, 'the sound of a person');
        }
      },
      left: (person) => this.left(person),
    });
  }

  /** The agent is another one from now on, also for those who come later. */
  become(definition: AgentDefinition): void {
    this.definition = definition;
    for (const hearing of this.people.values()) hearing.retune(definition.turnTaking);
  }

  /** The talk was found to be in that language. */
  listenFor(language: string): void {
    this.foundLanguage = language;
    for (const hearing of this.people.values()) hearing.listenFor(language);
  }

  /** The agent's turn: from here on people speak over it, also before its first sound. */
  async speak(turn: Turn, sound: AsyncIterable<Int16Array>): Promise<void> {
    this.speaking = turn;
    for (const hearing of this.people.values()) hearing.agentSpeaks(true);
    try {
      await this.player.play(sound, turn.over.signal);
    } finally {
      this.speaking = undefined;
      this.holder = undefined;
      this.player.resume();
      for (const hearing of this.people.values()) hearing.agentSpeaks(false);
    }
  }

  /** A recording, over which nobody speaks. */
  async play(sound: Iterable<Int16Array>, signal: AbortSignal): Promise<void> {
    this.player.resume();
    await this.player.play(ReadableStream.from(sound), signal);
  }

  /** What the model makes of the words it was asked about. */
  judged(person: string | null, verdict: 'finished' | 'unfinished'): void {
    if (person !== null) this.people.get(person)?.judged(verdict);
  }

  /** From a person's settled words to the first sound of the answer to them. */
  answerTook(person: string, ms: number): void {
    this.people.get(person)?.answerTook(ms);
  }

  close(): void {
    for (const hearing of this.people.values()) hearing.close();
    this.people.clear();
  }

  private came(person: string): void {
    if (this.people.has(person)) return;
    const { transcriber, signal, report, listener, onFault } = this.options;
    const hearing = new PersonHearing({
      person,
      definition: this.definition,
      foundLanguage: this.foundLanguage,
      transcriber,
      signal,
      onFault,
      windows: this.options.voiceWindows?.(),
      listener: {
        speaks: (starts) => {
          this.lastPerson = person;
          listener.active();
          report(starts ? 'speech.started' : 'speech.stopped', { speaker: 'user' });
        },
        caption: (text, isFinal) => this.options.door.captions.person(person, text, isFinal),
        mayFinish: (said) => listener.mayFinish(said),
        goesOn: () => listener.goesOn(),
        finished: (said) => listener.finished(said),
        over: (order, afterMs) => this.spokeOver(person, order, afterMs),
        lost: (fault) => listener.lost(fault),
      },
    });
    this.people.set(person, hearing);
    hearing.agentSpeaks(this.speaking !== undefined);
  }

  private left(person: string): void {
    this.people.get(person)?.close();
    this.people.delete(person);
    if (this.holder?.person === person) this.letGo();
  }

  private spokeOver(person: string, order: BargeInOrder, afterMs: number | null): void {
    if (!this.speaking) return;
    switch (order) {
      case 'pause':
        this.holder ??= { person, afterMs };
        this.player.pause();
        return;
      case 'resume':
        if (this.holder?.person === person) this.letGo();
        return;
      case 'stop': {
        const silentAfterMs = this.holder ? this.holder.afterMs : afterMs;
        if (this.options.listener.interrupted(person, silentAfterMs) === 'went_on')
          this.people.get(person)?.takeBack();
      }
    }
  }

  private letGo(): void {
    this.holder = undefined;
    this.player.resume();
  }
}
