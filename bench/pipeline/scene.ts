import { writeFile } from 'node:fs/promises';
import { setTimeout as pause } from 'node:timers/promises';
import { resample } from '../../apps/sandbox/src/speech/flite.ts';
import { writeWav } from '../../src/call/wav.ts';
import type { TestTalk } from '../../test/callers.ts';
import type { World } from '../../test/world.ts';
import type { Bench } from '../bench.ts';
import { noiseOf } from '../corpus/noise.ts';
import { NOISES } from '../corpus/plan.ts';
import type { Plan } from '../corpus/plan.ts';
import { RATE } from '../corpus/speaker.ts';
import type { Utterance } from '../corpus/utterance.ts';
import { Sandbox } from '../sandbox.ts';
import type { EarScript } from '../sandbox.ts';

export const UTTERANCES_A_TALK = 34;
export const FIRST_TOKEN_MS = 200;
export const TOKEN_EVERY_MS = 20;
/** Ours, on the vendors of the plain ones. */
export const PIPELINE_AGENT = {
  mode: 'pipeline',
  stt: 'deepgram',
  llm: 'gpt-4o',
  tts: 'cartesia',
  prompt: 'You answer in two short sentences.',
  tools: [],
};
/** How often a language model is right about whether somebody has finished: a guess, as no model could be asked. */
export const VERDICT_ACCURACY = 0.97;
const CALL_RATE = 24_000;
/** The answer to what was cut off comes after all of it has been said. */
const ANSWERED_WITHIN_MS = 6_000;
const LOOK_EVERY_MS = 50;

/** What became of one utterance. */
export interface Turn {
  plan: Plan;
  /** End of the last word → first sound of the answer, at the caller; null when none came. */
  heardMs: number | null;
  /** The caller heard something of an answer before the last word was over. */
  isCut: boolean;
}

/** Whose agents are measured: ours, or those of the framework alone. */
export interface Side {
  name: string;
  begin: () => Promise<TestTalk>;
  end: (talk: TestTalk) => Promise<void>;
}

export interface Played {
  turns: Turn[];
  /** Share of the callers' frames that were late. */
  late: number;
}

/** The same talks, whoever answers: one in each kind of noise, at the same time. */
export class Scene {
  private readonly world: World;
  private readonly corpus: readonly Utterance[];
  private readonly progress: Bench['progress'];
  private readonly sandbox: Sandbox;

  constructor(world: World, corpus: readonly Utterance[], progress: Bench['progress']) {
    this.world = world;
    this.corpus = corpus;
    this.progress = progress;
    this.sandbox = new Sandbox(world.sandboxUrl);
  }

  async prepare(): Promise<void> {
    await this.sandbox.writeAt(FIRST_TOKEN_MS, TOKEN_EVERY_MS);
    await this.sandbox.knowSentences(
      this.corpus.map(({ plan }) => plan.words.join(' ')),
      VERDICT_ACCURACY,
    );
    for (const noise of NOISES) await this.wavOf(noise, Int16Array.from(noiseOf(noise)));
    for (const { plan, samples } of this.corpus) await this.wavOf(plan.id, samples);
  }

  async play({ name, begin, end }: Side): Promise<Played> {
    const open: { talk: TestTalk; utterances: Utterance[] }[] = [];
    for (let from = 0; from < this.corpus.length; from += UTTERANCES_A_TALK) {
      const utterances = this.corpus.slice(from, from + UTTERANCES_A_TALK);
      await this.sandbox.understandNext(utterances.map(scriptOf));
      const talk = await begin();
      await talk.moveTo(this.fileOf(utterances[0]?.plan.noise ?? 'quiet'));
      await talk.hear(); // the greeting
      open.push({ talk, utterances });
    }
    this.progress(`pipeline: ${this.corpus.length} utterances, ${name}`);
    const turns = await Promise.all(open.map((each) => this.converse(each.talk, each.utterances)));
    const seen = await Promise.all(open.map(({ talk }) => talk.seen()));
    for (const { talk } of open) await end(talk);
    const frames = seen.reduce((sum, each) => sum + each.frames, 0);
    return { turns: turns.flat(), late: seen.reduce((sum, each) => sum + each.lateFrames, 0) / frames };
  }

  private async converse(talk: TestTalk, utterances: readonly Utterance[]): Promise<Turn[]> {
    const turns: Turn[] = [];
    const first = utterances[0]?.plan.id ?? '';
    for (const { plan, endMs } of utterances) {
      await this.sandbox.understand(first, plan.id); // whatever else it took for speech
      await talk.play(this.fileOf(plan.id), endMs);
      turns.push({ plan, ...(await answerTo(talk)) });
    }
    return turns;
  }

  private fileOf(name: string): string {
    return this.world.file(`${name}.wav`);
  }

  private async wavOf(name: string, samples: Int16Array): Promise<void> {
    const wav = { sampleRate: CALL_RATE, channels: [resample(samples, RATE, CALL_RATE)] };
    await writeFile(this.fileOf(name), writeWav(wav));
  }
}

/** What the corpus' recogniser understands of it in the end, for the simulated vendor. */
function scriptOf({ plan, clauses, understood }: Utterance): EarScript {
  const finals = understood.filter(({ type }) => type === 'final');
  const startMs = clauses[0]?.startMs ?? 0;
  const words = clauses.flatMap((clause, i) =>
    clause.words.map((_, j) => {
      const isLast = j === clause.words.length - 1;
      const written = finals[i]?.text.split(' ')[j] ?? '';
      const [, word = written, mark] = /^(.*?)([.?!,])?$/.exec(written) ?? [];
      const endMs = Math.round((clause.wordEndsMs[j] ?? 0) - startMs);
      return { word, endMs, ...(mark && { mark }), ...(isLast && { clauseEnd: true }) };
    }),
  );
  return { id: plan.id, words };
}

/** Waits for the answer to all that was said, and for its end. */
async function answerTo(talk: TestTalk): Promise<Pick<Turn, 'heardMs' | 'isCut'>> {
  const saidAt = (await talk.lastSaid())?.to ?? NaN;
  for (;;) {
    const spans = await talk.heardSpans();
    const isCut = spans.some(({ from }) => from < saidAt);
    const answer = spans.find(({ from }) => from >= saidAt);
    if (answer) {
      await talk.hear();
      return { heardMs: answer.from - saidAt, isCut };
    }
    if (Date.now() > saidAt + ANSWERED_WITHIN_MS) return { heardMs: null, isCut };
    await pause(LOOK_EVERY_MS);
  }
}
