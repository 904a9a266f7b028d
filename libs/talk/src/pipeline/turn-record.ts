import type { EventPayload } from '#conversation';
import type { Report } from '../talk-tool.js';
import type { PipelineDoor } from './pipeline-door.js';
import type { PipelineHistory } from './pipeline-history.js';
import type { Said, Turn } from './turn.js';

type Message = EventPayload<'message.added'>;

interface TurnRecordOptions {
  history: PipelineHistory;
  door: Pick<PipelineDoor, 'show'>;
  report: Report;
  /** A turn of a person is in the transcript. */
  onSettled: (said: Said) => void;
}

const OF_AGENT = {
  role: 'agent' as const,
  heardText: null,
  interrupted: false,
  language: null,
  participant: null,
  latency: null,
};

/** Writes turns down: for the transcript, for who reads along, and for the model. */
export class TurnRecord {
  constructor(private readonly options: TurnRecordOptions) {}

  /** The person's words are a turn, and stay one. Once; not for words that were taken back. */
  settle(turn: Turn): void {
    if (turn.isSettled || turn.isTakenBack) return;
    turn.isSettled = true;
    const { text, person, source, language } = turn.said;
    this.options.history.person(text);
    this.tell({
      role: 'user',
      text,
      heardText: null,
      interrupted: false,
      language: language ?? null,
      participant: person,
      source,
      latency: null,
    });
    this.options.onSettled(turn.said);
  }

  /** What was said, and how much of it was heard. */
  answered(turn: Turn, heardMs: number): void {
    if (turn.isTakenBack) return;
    this.settle(turn);
    const { text } = turn.spoken;
    const interrupted = turn.over.signal.aborted;
    const heard = interrupted ? turn.spoken.heard(heardMs) : text;
    this.options.history.agent(turn.restOf(heard));
    if (!text) return;
    this.tell({
      ...OF_AGENT,
      text,
      heardText: interrupted ? heard : null,
      interrupted,
      source: 'speech',
      latency: turn.latency(),
    });
  }

  /** Words that are no answer of the model. */
  recording(text: string): void {
    this.tell({ ...OF_AGENT, text, source: 'recording' });
  }

  private tell(message: Message): void {
    this.options.report('message.added', message);
    this.options.door.show(message);
  }
}
