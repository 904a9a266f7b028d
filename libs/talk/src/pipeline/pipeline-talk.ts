import type { AgentDefinition, EndReason, KnownPerson, PastToolCall, SpokenMessage } from '#conversation';
import type { LanguageModel, Synthesizer, Transcriber } from '#providers';
import { VendorFault } from '#providers';
import type { Report, TalkTool } from '../talk-tool.js';
import { inOrder } from '../past.js';
import { ToolRunner } from '../tool-runner.js';
import type { VoiceWindows } from '../turn-taking/voice-windows.js';
import type { UsageTally } from '../usage-tally.js';
import { AnswerDraft } from './answer-draft.js';
import { answerSound } from './answer-sound.js';
import { Floor } from './floor.js';
import { LanguageSense } from './language-sense.js';
import type { PipelineDoor } from './pipeline-door.js';
import { backPhrase } from '../phrases.js';
import { PipelineHistory } from './pipeline-history.js';
import { SaidWords } from './said-words.js';
import { fillSilence } from './silence-filler.js';
import { Speculation } from './speculation.js';
import { ToolDesk } from './tool-desk.js';
import { TurnRecord } from './turn-record.js';
import { Turn } from './turn.js';
import type { Said } from './turn.js';
import { UNFINISHED_INSTRUCTION } from './unfinished-mark.js';
import { WaitingWords } from './waiting-words.js';

export interface PipelineTalkOptions<Reach> {
  sessionId: string;
  definition: AgentDefinition;
  /** What was said and done before, when the talk is taken over from another process. */
  history: readonly SpokenMessage[];
  toolCalls: readonly PastToolCall[];
  /** What is known of the person from earlier talks. */
  person: KnownPerson | null;
  door: PipelineDoor;
  transcriber: Transcriber;
  model: LanguageModel;
  synthesizer: Synthesizer;
  tools: readonly TalkTool<Reach>[];
  reach: Reach;
  report: Report;
  /** What recognisers and voices were used for; told to the end. */
  usage: Pick<UsageTally, 'close'>;
  /** The talk is over for a reason of its own; called once. The owner closes it then. */
  over: (reason: EndReason, detail: string | null) => void;
  onFault: (error: unknown, where: string) => void;
  /** What tells voice from noise, one for each microphone; tests give their own. */
  voiceWindows?: () => Pick<VoiceWindows, 'feed' | 'close'>;
}

/** After so much of an answer the person who goes on talking begins a turn of their own. */
const TAKE_BACK_WITHIN_MS = 1_500;
/** More than an operator says while the agent speaks. */
const MOST_WAITING = 8;

/**
 * One conversation over recogniser, language model and voice. Parley decides itself when a turn is over: the answer is begun while
 * the person might still go on, and is taken back without a trace when they do.
 */
export class PipelineTalk<Reach> {
  private readonly ending = new AbortController();
  private readonly floor: Floor;
  private readonly history: PipelineHistory;
  private readonly record: TurnRecord;
  private readonly spoken = new LanguageSense();
  private readonly runner: ToolRunner<Reach>;
  private definition: AgentDefinition;
  private synthesizer: Synthesizer;
  private desk: ToolDesk<Reach>;
  private waitingWords: WaitingWords;
  private readonly speculation: Speculation;
  private turn: Turn | undefined;
  /** Turns follow each other: the next one speaks when the one before has fallen silent. */
  private line: Promise<void> = Promise.resolve();
  private waiting = 0;
  private isOver = false;
  lastActivityAt = Date.now();

  constructor(private readonly options: PipelineTalkOptions<Reach>) {
    const { definition, history, toolCalls, door, transcriber, sessionId, reach, report, onFault } = options;
    const { signal } = this.ending;
    this.history = new PipelineHistory(inOrder(history, toolCalls), options.person);
    this.record = new TurnRecord({
      history: this.history,
      door,
      report,
      onSettled: ({ language }) => this.sense(language),
    });
    const toolFault = (error: unknown, tool: string) => onFault(error, `tool ${tool}`);
    this.runner = new ToolRunner<Reach>({ sessionId, reach, report, signal, onFault: toolFault });
    this.definition = definition;
    this.synthesizer = options.synthesizer;
    this.desk = this.deskOf(definition);
    this.waitingWords = this.wordsOf(options.synthesizer);
    this.speculation = new Speculation({
      draft: (said, asks) => this.draft(this.questionOf(said), options.model, asks),
      judged: (said, verdict) => this.floor.judged(said.person, verdict),
    });
    this.floor = new Floor({
      definition,
      door,
      transcriber,
      voiceWindows: options.voiceWindows,
      signal,
      report,
      onFault,
      listener: {
        active: () => (this.lastActivityAt = Date.now()),
        // What was heard of an answer that has just been cut short is known in a moment.
        mayFinish: (said) => this.turn || this.speculation.begin(said),
        goesOn: () => this.speculation.drop(),
        finished: (said) => this.answer(said),
        interrupted: (person, afterMs) => this.interruptedBy(person, afterMs),
        lost: (fault) => void this.giveUp(fault),
      },
    });
  }

  /** Of the voice: `auto` follows what is spoken, and leaves it to the vendor until that is known. */
  private get language(): string | undefined {
    const { language } = this.definition;
    return language === 'auto' ? this.spoken.language : language;
  }

  private get instructions(): string {
    const { language, instructions } = this.definition;
    const { name } = this.spoken;
    if (language !== 'auto' || name === undefined) return instructions;
    return `${instructions}\nThe caller speaks ${name}: answer in ${name} unless they ask for another language.`;
  }

  async start(): Promise<void> {
    this.floor.open();
    this.options.door.state('listening');
    this.prepareVoice();
    await Promise.resolve();
  }

  /** Is this agent from its next turn on; what it is saying it says to the end. @param synthesizer when it speaks with another voice */
  become(definition: AgentDefinition, synthesizer?: Synthesizer): void {
    this.definition = definition;
    this.desk = this.deskOf(definition);
    this.floor.become(definition);
    this.speculation.drop();
    if (!synthesizer) return;
    this.synthesizer = synthesizer;
    this.waitingWords = this.wordsOf(synthesizer);
    this.prepareVoice();
  }

  /** What is known of the person came after the beginning: it counts from the next answer on. */
  know(person: KnownPerson): Promise<void> {
    this.history.know(person);
    this.speculation.drop();
    return Promise.resolve();
  }

  greet(): void {
    const { greeting } = this.definition;
    if (greeting !== null) this.speak(greeting);
  }

  /** Goes on where another process stopped: the answer that is owed, or a word that somebody is there again. */
  pickUp(): void {
    if (!this.history.owesAnswer) return this.speak(backPhrase(this.language));
    const turn = new Turn({ person: null, text: '', source: 'text', ...UNTIMED }, Date.now());
    turn.isSettled = true;
    void this.queue(turn, undefined, () => this.draft([], this.options.model, false));
  }

  /** Speaks these words when what is being said has been said. */
  speak(words: string): void {
    if (this.waiting >= MOST_WAITING) return;
    this.waiting += 1;
    const said = { person: null, text: '', source: 'text' as const, ...UNTIMED };
    const turn = new Turn(said, Date.now());
    turn.isSettled = true;
    const ask = () => this.draft([], new SaidWords(words), false);
    void this.queue(turn, undefined, ask).then(() => (this.waiting -= 1));
  }

  /** A turn that was typed. */
  hear(text: string): void {
    this.interrupt();
    this.answer({ person: this.floor.lastPerson, text, source: 'text', ...UNTIMED });
  }

  /** Stops what the agent is saying. */
  interrupt(): void {
    this.speculation.drop();
    this.stop(this.turn);
  }

  async close(): Promise<void> {
    this.isOver = true;
    this.ending.abort(new Error('the talk has ended'));
    this.speculation.drop();
    this.turn?.over.abort();
    this.floor.close();
    await this.line;
    this.options.usage.close();
  }

  /** The person has finished. */
  private answer(said: Said): void {
    const turn = new Turn(said, Date.now());
    const ask = () => this.draft(this.questionOf(said, turn), this.options.model, false);
    const ready = this.speculation.claim(said);
    this.stop(this.turn);
    void this.queue(turn, ready, ask);
  }

  /** The next turns are taken, thought and spoken in the language that the person speaks. */
  private sense(found: string | undefined): void {
    const isNew = this.definition.language === 'auto' && this.spoken.heard(found);
    if (!isNew || this.spoken.language === undefined) return;
    this.floor.listenFor(this.spoken.language);
    this.waitingWords = this.wordsOf(this.synthesizer);
    this.waitingWords.prepare();
  }

  private deskOf({ tools }: AgentDefinition): ToolDesk<Reach> {
    const offered = this.options.tools.filter(({ name }) => tools.includes(name));
    return new ToolDesk(offered, this.runner, this.ending.signal);
  }

  private wordsOf(synthesizer: Synthesizer): WaitingWords {
    return new WaitingWords(synthesizer, this.language, this.ending.signal);
  }

  private prepareVoice(): void {
    // Faults of a vendor that is not needed yet are met again when it is.
    void this.synthesizer.warm().catch(() => undefined);
    this.waitingWords.prepare();
  }

  private questionOf({ person, text }: Said, turn?: Turn): { role: 'user'; content: string }[] {
    // What is settled is in the history.
    return person === null || turn?.isSettled ? [] : [{ role: 'user', content: text }];
  }

  private draft(
    question: { role: 'user'; content: string }[],
    model: LanguageModel,
    asksIfFinished: boolean,
  ): AnswerDraft {
    const { synthesizer } = this;
    const { report } = this.options;
    const instructions = asksIfFinished
      ? `${this.instructions}\n${UNFINISHED_INSTRUCTION}`
      : this.instructions;
    return new AnswerDraft({
      question: { messages: this.history.with(instructions, ...question), tools: this.desk.declared },
      model,
      synthesizer,
      language: this.language,
      asksIfFinished,
      onUsage: ({ inputTokens, outputTokens, cachedTokens }) =>
        report('usage.added', {
          vendor: model.vendor,
          model: model.modelName,
          inputTokens,
          outputTokens,
          cachedTokens,
          inputAudioTokens: 0,
          outputAudioTokens: 0,
          seconds: 0,
        }),
      signal: this.ending.signal,
    });
  }

  private queue(turn: Turn, draft: AnswerDraft | undefined, ask: () => AnswerDraft): Promise<void> {
    turn.over.signal.addEventListener('abort', () => draft?.cancel(), { once: true });
    this.ending.signal.addEventListener('abort', () => turn.over.abort(), { once: true });
    const before = this.line;
    this.line = before
      .then(() => this.say(turn, draft, ask))
      .catch((error: unknown) => {
        this.options.onFault(error, 'a turn');
      });
    return this.line;
  }

  private async say(turn: Turn, ready: AnswerDraft | undefined, ask: () => AnswerDraft): Promise<void> {
    const { door } = this.options;
    const { signal } = turn.over;
    if (signal.aborted) return this.finish(turn);
    this.turn = turn;
    if (turn.said.source === 'text') this.record.settle(turn);
    const draft = ready ?? ask();
    door.state('thinking');
    const sound = answerSound(draft, {
      turn,
      ask,
      useTools: (asking) => this.useTools(turn, asking),
      onSentence: (text) => door.captions.agent(text),
    });
    const filled = fillSilence(sound, turn.wait, () => this.wordsToWait(turn), signal);
    try {
      await this.floor.speak(turn, this.noticing(turn, draft, filled));
    } catch (error) {
      if (!signal.aborted) await this.failed(error);
    } finally {
      this.finish(turn);
    }
  }

  private wordsToWait(turn: Turn): Iterable<Int16Array> | undefined {
    const { text, sound } = this.waitingWords.take();
    turn.spoken.begin('');
    for (const piece of sound) turn.spoken.add(piece.length);
    this.record.recording(text);
    return sound;
  }

  private async *noticing(
    turn: Turn,
    draft: AnswerDraft,
    sound: AsyncIterable<Int16Array>,
  ): AsyncGenerator<Int16Array, void, undefined> {
    let isFirst = true;
    for await (const piece of sound) {
      if (isFirst) this.begins(turn, draft);
      isFirst = false;
      // Who reads along, and whoever takes the talk over, does not wait for the end of a long answer.
      if (this.floor.heardMs >= TAKE_BACK_WITHIN_MS) this.record.settle(turn);
      yield piece;
    }
  }

  private begins(turn: Turn, draft: AnswerDraft): void {
    const now = Date.now();
    turn.firstHeardAt = now;
    this.lastActivityAt = now;
    this.options.door.state('speaking');
    this.options.report('speech.started', { speaker: 'agent' });
    const { transcribedAt, person } = turn.said;
    if (person !== null && transcribedAt !== undefined && draft.firstSoundAt !== undefined) {
      this.floor.answerTook(person, draft.firstSoundAt - transcribedAt);
    }
  }

  private finish(turn: Turn): void {
    const { door, report } = this.options;
    if (this.turn === turn) this.turn = undefined;
    if (turn.firstHeardAt !== undefined) report('speech.stopped', { speaker: 'agent' });
    door.captions.agentDone();
    if (!this.isOver) door.state('listening');
    this.record.answered(turn, this.floor.heardMs);
    this.lastActivityAt = Date.now();
    if (turn.hangUp && !turn.over.signal.aborted) this.end(turn.hangUp, null);
  }

  /** Somebody spoke while the agent did, and meant it. */
  private interruptedBy(person: string, afterMs: number | null): 'interrupted' | 'went_on' {
    const { turn } = this;
    this.speculation.drop();
    if (!turn) return 'interrupted';
    const goesOn = turn.said.person === person && !turn.isSettled && this.floor.heardMs < TAKE_BACK_WITHIN_MS;
    turn.isTakenBack = goesOn;
    this.stop(turn, afterMs);
    return goesOn ? 'went_on' : 'interrupted';
  }

  /** @param interruptionMs from the sound of who spoke over it to its silence */
  private stop(turn: Turn | undefined, interruptionMs: number | null = null): void {
    if (!turn || turn.over.signal.aborted) return;
    if (!turn.isTakenBack && turn.firstHeardAt !== undefined) {
      this.options.report('agent.interrupted', { playedMs: this.floor.heardMs, interruptionMs });
    }
    turn.over.abort();
  }

  private async useTools(turn: Turn, { tools, text }: AnswerDraft): Promise<boolean> {
    // What has an effect cannot be taken back.
    this.record.settle(turn);
    const answers = await this.desk.use(tools, (reason) => (turn.hangUp = reason));
    this.history.tools(text, tools, answers);
    turn.inHistory(text);
    // Who has said goodbye says no more.
    return turn.hangUp === undefined || text.trim() === '';
  }

  private async failed(error: unknown): Promise<void> {
    if (error instanceof VendorFault) return this.giveUp(error);
    this.options.onFault(error, 'an answer');
    this.end('error', null);
  }

  /** Nothing is left that could go on with the talk: the person is told before it ends. */
  private async giveUp(fault: VendorFault): Promise<void> {
    if (this.isOver) return;
    this.turn?.over.abort();
    const { text, sound } = this.waitingWords.apology();
    this.record.recording(text);
    await this.floor.play(sound, AbortSignal.any([this.ending.signal, AbortSignal.timeout(20_000)]));
    this.end('provider_failed', fault.message);
  }

  private end(reason: EndReason, detail: string | null): void {
    if (this.isOver) return;
    this.isOver = true;
    this.options.over(reason, detail);
  }
}

const UNTIMED = { language: undefined, speechEndedAt: undefined, transcribedAt: undefined };
