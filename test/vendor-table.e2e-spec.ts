import { ParleyApi } from '../src/call/parley-api.ts';
import type { Stages } from '../src/call/parley-api.ts';
import type { TestTalk } from './callers.ts';
import { LEAST_READ, recognise, wordOverlap, words } from './recogniser.ts';
import { talking } from './talking.ts';

/** Each of two kinds meets each vendor of the other: nine of eighteen are enough for that. */
const PIPELINES = [
  ['deepgram', 'cartesia', 'gpt-4o'],
  ['deepgram', 'openai', 'grok'],
  ['deepgram', 'elevenlabs', 'gpt-4o'],
  ['assemblyai', 'cartesia', 'grok'],
  ['assemblyai', 'openai', 'gpt-4o'],
  ['assemblyai', 'elevenlabs', 'grok'],
  ['openai', 'cartesia', 'gpt-4o'],
  ['openai', 'openai', 'grok'],
  ['openai', 'elevenlabs', 'gpt-4o'],
].map(([stt, tts, llm]) => ({
  name: `${stt} · ${llm} · ${tts}`,
  setup: { mode: 'pipeline', stt, tts, llm },
}));
const REALTIME = ['gpt-realtime', 'xai'].map((realtime_model) => ({
  name: realtime_model,
  setup: { realtime_model },
}));

const TURNS = [
  'please find me a package to bali for seven nights',
  'my name is asha rao and my phone number is four one five five five five zero one four two',
  'please make me a quote for two people',
];
/** What Tara may call in them, each once. */
const TOOLS = ['find_packages', 'save_customer_lead', 'create_quote'];
/** A machine of two cores that stands still in a word breaks it in two: such a turn is said again, and wrong words fail. */
const TRIES = 2;
const UNCLEAR = /\[unclear\]/;

interface Row {
  name: string;
  heard: (string | null)[];
  read: number;
  stages: Stages[];
  waitedMs: number[];
}

/** By itself (`npm run test:vendors`): eleven talks take five minutes. */
describe('a talk over every vendor', () => {
  const both = talking({ AGENT_PROCESSES: '1' });
  const rows: Row[] = [];
  afterAll(() => console.info(tableOf(rows)));

  it.each([...PIPELINES, ...REALTIME])('$name', async ({ name, setup }) => {
    const talk = await both.callers.call(both.world.apiUrl, 'rms', { agentId: 'tara', agentConfig: setup });
    const { text: greeting } = await talk.greeting();
    const row: Row = { name, heard: [], read: 0, stages: [], waitedMs: [] };
    const spoken = [greeting ?? ''];
    for (const sentence of TURNS) {
      const turn = await understood(talk, sentence);
      row.heard.push(turn.heard);
      spoken.push(...turn.answers);
      row.stages.push(...turn.stages);
      row.waitedMs.push(...turn.waitedMs);
    }
    const wav = both.world.file(`${name.replaceAll(/\W+/g, '-')}.wav`);
    await talk.save(wav);
    const tools = await new ParleyApi(both.world.apiUrl).toolCalls(talk.session.sessionId);
    await talk.end();

    row.read = wordOverlap(spoken.join(' '), await recognise(wav, 'agent'));
    rows.push(row);
    // Recognisers write as they like: capitals, marks.
    expect(row.heard.map((text) => words(text ?? ''))).toEqual(TURNS.map(words));
    expect(tools.map(({ name, ok }) => [name, ok])).toEqual(TOOLS.map((tool) => [tool, true]));
    expect(row.read).toBeGreaterThan(LEAST_READ);
    expect(row.stages.length).toBeGreaterThanOrEqual(TURNS.length);
  });

  async function understood(talk: TestTalk, sentence: string) {
    const [answers, stages, waitedMs]: [string[], Stages[], number[]] = [[], [], []];
    for (let tries = 1; ; tries += 1) {
      const turn = await talk.turn(sentence);
      answers.push(turn.answer ?? '');
      if (turn.stages) stages.push(turn.stages);
      if (turn.latencyMs !== null) waitedMs.push(turn.latencyMs);
      const isClear = turn.heard !== null && !UNCLEAR.test(turn.heard);
      if (isClear || tries === TRIES) return { heard: turn.heard, answers, stages, waitedMs };
    }
  }
});

function tableOf(rows: readonly Row[]): string {
  const lines = rows.map(({ name, read, stages, waitedMs }) => {
    const of = (stage: keyof Stages) => middle(stages.flatMap((each) => each[stage] ?? []));
    const figures = [
      of('transcriptMs'),
      of('endpointMs'),
      of('firstTokenMs'),
      of('voiceMs'),
      of('firstAudioMs'),
      of('totalMs'),
      middle(waitedMs),
    ];
    return `| ${name} | ${Math.round(read * 100)} % | ${figures.join(' | ')} |`;
  });
  return [
    'Middle of three turns, in milliseconds; what a recogniser without the grammar read of the agent’s words.',
    '| recogniser · model · voice | read | transcript | endpoint | first token | voice | first audio | total | heard |',
    '| --- | ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: |',
    ...lines,
  ].join('\n');
}

function middle(values: readonly number[]): string {
  const sorted = values.toSorted((a, b) => a - b);
  const value = sorted[Math.floor(sorted.length / 2)];
  return value === undefined ? '–' : String(Math.round(value));
}
