import { VendorFaults } from '../src/control/vendor-faults.js';
import type { HeardTurn, Reply } from '../src/dialogue/travel-dialogue.js';
import { RealtimeSwitchesDto } from '../src/openai/realtime/realtime-control.dto.js';
import { RealtimeSession } from '../src/openai/realtime/realtime-session.js';
import type { ServerEvent } from '../src/openai/realtime/server-event.js';
import { DEFAULT_SETTINGS } from '../src/openai/realtime/session-settings.js';
import { toBase64 } from '../src/openai/realtime/sound-buffer.js';
import { TurnLogService } from '../src/openai/realtime/turn-log.service.js';
import type { Heard } from '../src/speech/ear.js';

type Type = ServerEvent['type'];
type Event<T extends Type> = Extract<ServerEvent, { type: T }>;

const MS = 24;
export const heard = (text: string): Heard => ({
  text,
  unclear: false,
  confidence: 1,
  slots: { intent: 'unknown' },
});

/** Answers from a script; what it was told is kept. */
export class ScriptedDialogue {
  readonly told: string[] = [];
  tools: string[] = [];
  replies: Reply[] = [];

  declare(tools: readonly { name: string }[]): void {
    this.tools = tools.map(({ name }) => name);
  }

  greet(instructions = ''): Reply {
    return this.take(`greet ${instructions}`.trim());
  }

  hear({ text }: HeardTurn): Reply {
    return this.take(`heard ${text}`);
  }

  read(text: string): Reply {
    return this.take(`read ${text}`);
  }

  toolResult(_callId: string, name: string, output: string): Reply {
    return this.take(`${name} gave ${output}`);
  }

  private take(told: string): Reply {
    this.told.push(told);
    return this.replies.shift() ?? { say: 'Very well.' };
  }
}

/** A session without a socket: a voice whose sound is as long as its words, an ear that hears what it is told. */
export class SessionUnderTest {
  readonly events: ServerEvent[] = [];
  readonly faults = new VendorFaults('openai');
  readonly turns = new TurnLogService();
  readonly dialogue = new ScriptedDialogue();
  readonly hungUp: string[] = [];
  readonly faultsSeen: unknown[] = [];
  transcript: Promise<Heard> = Promise.resolve(heard('hello'));
  readonly session: RealtimeSession;
  private readonly watchers = new Set<() => void>();
  private seen = 0;

  constructor({
    msPerLetter = 10,
    ...switches
  }: Partial<RealtimeSwitchesDto> & { msPerLetter?: number } = {}) {
    this.session = new RealtimeSession({
      settings: DEFAULT_SETTINGS,
      switches: Object.assign(new RealtimeSwitchesDto(), { speedUp: 1_000, ...switches }),
      ear: { hear: () => this.transcript },
      voice: {
        // eslint-disable-next-line @typescript-eslint/require-await
        async *speak(text) {
          for (const sentence of text.match(/[^.]+\.?/g) ?? []) {
            yield { text: sentence.trim(), pcm: new Int16Array(sentence.trim().length * msPerLetter * MS) };
          }
        },
      },
      newDialogue: () => this.dialogue,
      translate: (event) => event,
      faults: this.faults,
      turns: this.turns,
      send: (event) => {
        this.events.push(event);
        for (const look of this.watchers) look();
        this.watchers.clear();
      },
      hangUp: (code, reason) => this.hungUp.push(`${code} ${reason}`),
      onReceived: () => undefined,
      onFault: (error) => this.faultsSeen.push(error),
    });
  }

  say(event: object): void {
    this.session.receive(JSON.stringify(event));
  }

  update(session: object): void {
    this.say({ type: 'session.update', session: { type: 'realtime', ...session } });
  }

  speak(ms: number): void {
    this.say({ type: 'input_audio_buffer.append', audio: toBase64(new Int16Array(ms * MS)) });
  }

  types(): string[] {
    return this.events.map(({ type }) => type);
  }

  all<T extends Type>(type: T): Event<T>[] {
    return this.events.filter((event) => isOf(event, type));
  }

  /** The next event of the type, counted from the last one that was asked for. */
  async next<T extends Type>(type: T): Promise<Event<T>> {
    for (;;) {
      for (let event = this.events[this.seen++]; event; event = this.events[this.seen++]) {
        if (isOf(event, type)) return event;
      }
      this.seen = this.events.length;
      await new Promise<void>((resolve) => this.watchers.add(resolve));
    }
  }
}

function isOf<T extends Type>(event: ServerEvent, type: T): event is Event<T> {
  return event.type === type;
}
