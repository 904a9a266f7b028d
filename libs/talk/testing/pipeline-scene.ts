import { setImmediate as turn } from 'node:timers/promises';
import type { AgentDefinition, EndReason, EventPayload, EventType } from '#conversation';
import { builtInAgent } from '#conversation';
import { ScriptedLanguageModel } from '../../providers/testing/scripted-language-model.js';
import { ScriptedSynthesizer } from '../../providers/testing/scripted-synthesizer.js';
import { ScriptedTranscriber } from '../../providers/testing/scripted-transcriber.js';
import type { AgentState, PipelineDoor, SoundListener } from '../src/pipeline/pipeline-door.js';
import { PipelineTalk } from '../src/pipeline/pipeline-talk.js';
import type { PipelineTalkOptions } from '../src/pipeline/pipeline-talk.js';
import type { TalkTool } from '../src/talk-tool.js';
import { UsageTally } from '../src/usage-tally.js';
import { FakeMouth } from './fake-mouth.js';

const WINDOW = 512;
const WINDOW_MS = 32;

/** A pipeline talk whose vendors play scripts, whose person speaks when the test says so, and whose mouth has time of its own. */
export class PipelineScene {
  readonly transcriber = new ScriptedTranscriber();
  readonly model = new ScriptedLanguageModel();
  readonly synthesizer = new ScriptedSynthesizer({ msPerCharacter: 40 });
  readonly mouth = new FakeMouth();
  readonly events: { type: EventType; payload: EventPayload }[] = [];
  readonly states: AgentState[] = [];
  readonly captions: string[] = [];
  readonly faults: unknown[] = [];
  readonly usage = new UsageTally((type, payload) => this.events.push({ type, payload }));
  readonly ended = Promise.withResolvers<{ reason: EndReason; detail: string | null }>();
  readonly talk: PipelineTalk<object>;
  private listener: SoundListener | undefined;

  constructor(options: Partial<PipelineTalkOptions<object>> = {}, tools: readonly TalkTool<object>[] = []) {
    const door: PipelineDoor = {
      listen: (listener) => (this.listener = listener),
      mouth: this.mouth,
      captions: {
        person: (_person, text, isFinal) => isFinal && this.captions.push(`person: ${text}`),
        agent: (text) => this.captions.push(`agent: ${text}`),
        agentDone: () => this.captions.push('agent done'),
      },
      show: () => undefined,
      state: (state) => this.states.push(state),
    };
    this.talk = new PipelineTalk<object>({
      sessionId: 's',
      definition: pipelineAgent(),
      history: [],
      toolCalls: [],
      person: null,
      door,
      transcriber: this.transcriber,
      model: this.model,
      synthesizer: this.synthesizer,
      tools,
      reach: {},
      report: (type, payload) => this.events.push({ type, payload }),
      usage: this.usage,
      over: (reason, detail) => this.ended.resolve({ reason, detail }),
      onFault: (error) => this.faults.push(error),
      voiceWindows: loudness,
      ...options,
    });
  }

  async begin(): Promise<void> {
    await this.talk.start();
    await this.settle();
    this.comes('asha');
    await this.transcriber.opened();
    await this.settle();
  }

  comes(person: string): void {
    this.listener?.came(person);
  }

  /** Sound of a person: voice, or quiet. */
  async sound(ms: number, voiced: boolean, person = 'asha'): Promise<void> {
    for (let left = ms; left > 0; left -= WINDOW_MS) {
      this.listener?.heard(person, new Int16Array(WINDOW).fill(voiced ? 1_000 : 0));
      await this.settle();
    }
  }

  /** Speaks, and is understood a moment later. */
  async says(text: string): Promise<void> {
    await this.sound(480, true);
    await this.sound(96, false);
    this.transcriber.stream.final(text);
    await this.settle();
  }

  /** The mouth's time passes until nothing is left to say. */
  async hearOut(): Promise<void> {
    let quiet = 0;
    while (quiet < 20) {
      const before = this.mouth.heard.length;
      await this.mouth.advance(1);
      quiet = this.mouth.heard.length === before ? quiet + 1 : 0;
    }
  }

  async settle(): Promise<void> {
    for (let i = 0; i < 4; i += 1) await turn();
  }

  told<T extends EventType>(type: T): EventPayload<T>[] {
    return this.events
      .filter((event) => event.type === type)
      .map(({ payload }) => payload as EventPayload<T>);
  }

  /** Who said what, as it is kept. */
  get transcript(): string[] {
    return this.told('message.added').map(
      ({ role, text, heardText, interrupted }) =>
        `${role}: ${text}${interrupted ? ` [heard: ${heardText}]` : ''}`,
    );
  }
}

export function pipelineAgent(change: Partial<AgentDefinition> = {}): AgentDefinition {
  const tara = builtInAgent('tara');
  if (!tara) throw new Error('tara is built in');
  return {
    ...tara,
    id: 'tester',
    instructions: 'You are a tester.',
    greeting: null,
    mode: 'pipeline',
    turnTaking: { ...tara.turnTaking, detection: 'local', minSilenceMs: 0, minSpeechMs: 0 },
    ...change,
  };
}

/** Tells voice by loudness: windows are as long as the real ones. */
function loudness() {
  let atMs = 0;
  return {
    feed: (samples: Int16Array) => {
      atMs += WINDOW_MS;
      const voiced = samples[0] !== 0;
      return Promise.resolve([{ atMs, voiced, probability: voiced ? 1 : 0 }]);
    },
    close: () => undefined,
  };
}
