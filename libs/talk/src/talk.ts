import { llm, voice } from '@livekit/agents';
import type {
  AgentDefinition,
  EndReason,
  KnownPerson,
  PastToolCall,
  SpokenMessage,
  ToolName,
} from '#conversation';
import type { RealtimeChoice } from '#providers/realtime';
import type { Door } from './door.js';
import { frameworkTools } from './framework-tools.js';
import { instructionsFor } from './known-person.js';
import { LineKeeper } from './line-keeper.js';
import type { Recording } from './recording.js';
import { TalkAgent } from './talk-agent.js';
import { TalkMouth } from './talk-mouth.js';
import { TalkReporter } from './talk-reporter.js';
import { inOrder, UNKNOWN_RESULT } from './past.js';
import type { PastItem } from './past.js';
import { backPhrase } from './phrases.js';
import type { Report, TalkTool } from './talk-tool.js';
import { ToolRunner } from './tool-runner.js';
import { within } from './within.js';

export interface TalkOptions<Reach> {
  sessionId: string;
  definition: AgentDefinition;
  /** What was said and done before, when the talk is taken over from another process. */
  history: readonly SpokenMessage[];
  toolCalls: readonly PastToolCall[];
  personIdentity: string | null;
  /** What is known of the person from earlier talks. */
  person: KnownPerson | null;
  door: Door;
  model: RealtimeChoice;
  tools: readonly TalkTool<Reach>[];
  reach: Reach;
  report: Report;
  /** The talk is over for a reason of its own; called once. The owner closes it then. */
  over: (reason: EndReason, detail: string | null) => void;
  onFault: (error: unknown, where: string) => void;
}

/** How long the framework may take to close before we let go of it. */
const CLOSE_DEADLINE_MS = 3_000;
/** A goodbye that is never finished must not keep the line open. */
const GOODBYE_DEADLINE_MS = 15_000;
/** What is to be said while there is no line to the model; more than a person types in that time. */
const HELD_AT_MOST = 8;

/** One conversation: the framework's session, our tools, and what happened told as events. Knows no room and no HTTP. */
export class Talk<Reach> {
  private readonly ending = new AbortController();
  private readonly runner: ToolRunner<Reach>;
  private readonly session: voice.AgentSession;
  private readonly mouth: TalkMouth;
  private readonly agent: TalkAgent;
  private readonly reporter: TalkReporter;
  private readonly keeper: LineKeeper;
  private readonly held: (() => void)[] = [];
  private readonly answers = new Set<voice.SpeechHandle>();
  private lastWords = '';
  private instructions: string;
  private person: KnownPerson | null;
  private starting: Promise<void> | undefined;
  private goodbye: NodeJS.Timeout | undefined;

  constructor(private readonly options: TalkOptions<Reach>) {
    const { definition, history, toolCalls, model, sessionId, reach, report, onFault } = options;
    this.instructions = definition.instructions;
    this.person = options.person;
    this.runner = new ToolRunner<Reach>({
      sessionId,
      reach,
      report,
      signal: this.ending.signal,
      onFault: (error, tool) => onFault(error, `tool ${tool}`),
    });
    this.agent = new TalkAgent({
      instructions: instructionsFor(this.instructions, this.person),
      chatCtx: remember(inOrder(history, toolCalls)),
      tools: this.offered(definition.tools),
    });
    this.session = new voice.AgentSession({
      llm: model.model,
      // The model finds the turns itself; a detector left undefined would be built without its executor and cut everybody off.
      vad: null,
      turnHandling: {
        turnDetection: 'realtime_llm',
        interruption: {
          enabled: definition.turnTaking.interruptions,
          // A recording cannot be interrupted; what the person says meanwhile counts all the same.
          discardAudioIfUninterruptible: false,
        },
      },
      // The default mutes the person for the first three seconds of the agent's speech.
      aecWarmupDuration: null,
      userAwayTimeout: null,
      maxToolSteps: 6,
    });
    this.mouth = new TalkMouth(options.door.mouth);
    this.reporter = new TalkReporter({
      ...options,
      mouth: this.mouth,
      session: this.session,
      agent: this.agent,
    });
    this.session.on(voice.AgentSessionEventTypes.SpeechCreated, ({ source, speechHandle }) => {
      if (source !== 'say') this.follow(speechHandle);
    });
    this.keeper = new LineKeeper({
      ...options,
      session: this.session,
      agent: this.agent,
      started: () => this.starting,
      cutShort: () => this.cutShort(),
      repeat: () => this.speakNow(this.lastWords),
      release: () => this.release(),
      play: (recording) => this.play(recording),
    });
  }

  /** When somebody last spoke, heard or typed (epoch ms). */
  get lastActivityAt(): number {
    return this.reporter.lastActivityAt;
  }

  async start(): Promise<void> {
    const { door } = this.options;
    this.session.input.audio = door.ears;
    this.session.output.audio = this.mouth;
    this.starting = this.session.start({ agent: this.agent, record: false, ...door.captions });
    await this.starting;
  }

  /** Says the greeting word for word. */
  greet(): void {
    const { greeting } = this.options.definition;
    if (greeting !== null) this.speak(greeting);
  }

  /** Goes on where another process stopped: the answer that is owed, or a word that somebody is there again. */
  pickUp(): void {
    const { definition, history, toolCalls } = this.options;
    const last = inOrder(history, toolCalls).at(-1);
    const isOwed = last !== undefined && ('callId' in last || last.role === 'user');
    if (isOwed) this.onceUp(() => void this.session.generateReply());
    else this.speak(backPhrase(definition.language));
  }

  /** Speaks these words, through the model's own voice. */
  speak(words: string): void {
    this.onceUp(() => this.speakNow(words));
  }

  /** A turn that was typed. */
  hear(text: string): void {
    this.onceUp(() => {
      this.reporter.typed(text);
      this.session.interrupt({ force: true });
      this.session.generateReply({ userInput: text });
    });
  }

  interrupt(): void {
    this.session.interrupt({ force: true });
  }

  /** Is told this from its next turn on. */
  async instruct(instructions: string): Promise<void> {
    this.instructions = instructions;
    await this.agent.updateInstructions(instructionsFor(instructions, this.person));
  }

  /** What is known of the person came after the beginning: it counts from the next turn on. */
  async know(person: KnownPerson): Promise<void> {
    this.person = person;
    await this.agent.updateInstructions(instructionsFor(this.instructions, person));
  }

  /** Has these tools, of those it knows, from its next turn on. */
  async equip(tools: readonly ToolName[]): Promise<void> {
    await this.agent.updateTools(this.offered(tools));
  }

  async close(): Promise<void> {
    this.ending.abort(new Error('the talk has ended'));
    clearTimeout(this.goodbye);
    this.keeper.close();
    // Closing a session that is still starting does nothing and leaves it running behind.
    const started = Promise.resolve(this.starting).catch(() => undefined);
    await within(CLOSE_DEADLINE_MS, started);
    const closing = this.session.close().then(() => true);
    const closed = await within(CLOSE_DEADLINE_MS, closing);
    this.reporter.close();
    if (!closed) this.options.onFault(new Error('the framework did not close the session in time'), 'close');
  }

  private offered(names: readonly ToolName[]): llm.ToolContextEntry[] {
    const tools = this.options.tools.filter(({ name }) => names.includes(name));
    return frameworkTools(tools, {
      runner: this.runner,
      signal: this.ending.signal,
      hangUp: (reason, when) => this.hangUp(reason, when),
    });
  }

  private speakNow(words: string): void {
    this.lastWords = words;
    this.session.generateReply({
      instructions: `Say exactly this, word for word, and nothing else: "${words}"`,
    });
  }

  private follow(answer: voice.SpeechHandle): void {
    this.answers.add(answer);
    answer.addDoneCallback(() => this.answers.delete(answer));
  }

  private cutShort(): void {
    for (const answer of this.answers) answer.interrupt(true);
  }

  /** A sentence that needs no model. The model is not told of it: it is nothing that it said. */
  private async play(recording: Recording): Promise<void> {
    const { session } = this;
    let before = session.agentState;
    await this.mouth.play(recording, () => {
      before = session.agentState;
      session._updateAgentState('speaking');
      this.caption(recording.text);
    });
    if (this.ending.signal.aborted) return;
    if (session.agentState === 'speaking') session._updateAgentState(before);
    this.reporter.played(recording.text);
  }

  private caption(text: string): void {
    const { transcription } = this.session.output;
    if (!transcription) return;
    transcription.captureText(text).then(
      () => transcription.flush(),
      (error: unknown) => this.options.onFault(error, 'captions'),
    );
  }

  private onceUp(say: () => void): void {
    if (this.options.model.model.line.isUp) say();
    else if (this.held.length < HELD_AT_MOST) this.held.push(say);
  }

  private release(): void {
    for (const say of this.held.splice(0)) say();
  }

  private hangUp(reason: EndReason, when: 'now' | 'after_answer'): void {
    if (when === 'now') {
      this.options.over(reason, null);
      return;
    }
    const over = () => this.options.over(reason, null);
    this.goodbye = setTimeout(over, GOODBYE_DEADLINE_MS);
    this.reporter.onceAnswered(over);
  }
}

function remember(past: readonly PastItem[]): llm.ChatContext {
  const context = llm.ChatContext.empty();
  for (const item of past) {
    if ('callId' in item) {
      const { callId, name, result } = item;
      const output = result ?? UNKNOWN_RESULT;
      context.insert([
        llm.FunctionCall.create({ callId, name, args: JSON.stringify(item.arguments) }),
        llm.FunctionCallOutput.create({ callId, name, output, isError: false }),
      ]);
    } else {
      const { role, text, heardText, interrupted } = item;
      context.addMessage({
        role: role === 'agent' ? 'assistant' : 'user',
        content: heardText ?? text,
        interrupted,
      });
    }
  }
  return context;
}
