import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { ParleyApi } from '../src/call/parley-api.ts';
import type { SessionEvent, StoredMessage } from '../src/call/parley-api.ts';
import type { TestTalk } from './callers.ts';
import { freePorts } from './free-ports.ts';
import { words } from './recogniser.ts';
import { talking } from './talking.ts';

/** Whoever sees one of them somewhere has found a leak. */
const KEYS = {
  OPENAI_API_KEY: 'canary-key-openai-5b1c',
  DEEPGRAM_API_KEY: 'canary-key-deepgram-77aa',
  ASSEMBLYAI_API_KEY: 'canary-key-assemblyai-09fe',
  CARTESIA_API_KEY: 'canary-key-cartesia-c3d4',
  ELEVEN_API_KEY: 'canary-key-elevenlabs-e5f6',
  GROK_API_KEY: 'canary-key-grok-1a2b',
};
/** A machine of two cores that stands still in a word breaks it in two: such a turn is said again. */
const MOST_TIMES = 3;

interface Side {
  config: Record<string, unknown>;
  greeting: string;
  says: string[];
  vendors: string[];
}

const HARBOUR: Side = {
  config: { stt: 'deepgram', llm: 'gpt-4o', tts: 'cartesia', prompt: 'canary-prompt-of-the-harbour' },
  greeting: 'Welcome to the harbour.',
  says: ['hello tara', 'we are four people', 'thank you very much'],
  vendors: ['deepgram', 'openai', 'cartesia'],
};
const MOUNTAIN: Side = {
  config: { stt: 'assemblyai', llm: 'grok', tts: 'elevenlabs', prompt: 'canary-prompt-of-the-mountain' },
  greeting: 'Good morning from the mountain.',
  says: ['what packages do you have', 'my budget is two thousand dollars', 'that sounds wonderful'],
  vendors: ['assemblyai', 'grok', 'elevenlabs'],
};

/** Every vendor has a key and an address of its own, as in production; behind the address the sandbox stands. */
async function keyed(): Promise<Record<string, string>> {
  const port = await freePorts(1);
  const at = (stage: string) => `http://127.0.0.1:${port}/${stage}`;
  return {
    ...KEYS,
    SANDBOX_PORT: String(port),
    OPENAI_BASE_URL: at('openai/v1'),
    DEEPGRAM_BASE_URL: at('deepgram'),
    ASSEMBLYAI_BASE_URL: at('assemblyai'),
    CARTESIA_BASE_URL: at('cartesia'),
    ELEVEN_BASE_URL: at('elevenlabs/v1'),
    GROK_BASE_URL: at('xai/v1'),
    AGENT_PROCESSES: '1',
  };
}

describe('two talks at once in one agent process, each with an agent of its own', () => {
  const both = talking(keyed);
  let kept: {
    side: Side;
    other: Side;
    messages: StoredMessage[];
    events: SessionEvent[];
    shown: string;
    view: string;
  }[];

  beforeAll(async () => {
    const api = new ParleyApi(both.world.apiUrl);
    const begin = ({ config, greeting }: Side, userIdentity: string) =>
      both.callers.call(both.world.apiUrl, 'rms', {
        agentId: 'default',
        userIdentity,
        agentConfig: { mode: 'pipeline', ...config, greeting },
      });
    const talks = [await begin(HARBOUR, 'asha'), await begin(MOUNTAIN, 'ben')] as const;
    await Promise.all(talks.map((talk) => talk.greeting()));
    await Promise.all([converse(talks[0], HARBOUR.says), converse(talks[1], MOUNTAIN.says)]);
    const of = async (talk: TestTalk, side: Side, other: Side) => {
      const id = talk.session.sessionId;
      const shown = JSON.stringify(await talk.seen());
      const view = JSON.stringify(await both.world.api(`/session/${id}`));
      await talk.end();
      return { side, other, messages: await api.messages(id), events: await api.events(id), shown, view };
    };
    kept = [await of(talks[0], HARBOUR, MOUNTAIN), await of(talks[1], MOUNTAIN, HARBOUR)];
  }, 240_000);

  it('greet, hear and answer each as it was wished', () => {
    for (const { side, messages } of kept) {
      const said = (role: string) => messages.filter((message) => message.role === role);
      expect(said('agent')[0]?.text).toBe(side.greeting);
      const heard = said('user').map(({ text }) => words(text).join(' '));
      expect(heard).toEqual(expect.arrayContaining(side.says));
      for (const sentence of side.says)
        expect(said('agent').map(({ text }) => words(text).join(' '))).toContainEqual(
          expect.stringContaining(sentence),
        );
    }
  });

  it('share no word, no vendor and no instruction', () => {
    for (const { side, other, events, shown, view } of kept) {
      const told = JSON.stringify(events);
      const ofTheOther = [other.greeting, String(other.config.prompt), ...other.says];
      expect(
        ofTheOther.filter((text) => `${told}${shown}${view}`.toLowerCase().includes(text.toLowerCase())),
      ).toEqual([]);
      const used = events
        .filter(({ type }) => type === 'usage.added')
        .map(({ payload }) => 'vendor' in payload && payload.vendor);
      expect(new Set(used)).toEqual(new Set(side.vendors));
      expect(`${told}${shown}`).not.toContain(String(side.config.prompt));
      expect(view).toContain(String(side.config.prompt)); // for who may operate sessions
    }
  });

  it('leave no key in any log, file, answer or message', async () => {
    const files = await readdir(both.world.file('.'), { recursive: true, withFileTypes: true });
    const texts = await Promise.all(
      files
        .filter((file) => file.isFile())
        .map(async (file) => ({
          name: file.name,
          text: await readFile(join(file.parentPath, file.name), 'latin1'),
        })),
    );
    expect(texts.map(({ name }) => name)).toEqual(
      expect.arrayContaining(['api.log', 'agent-1.log', 'parley.db']),
    );
    texts.push({ name: 'answers', text: JSON.stringify(kept) });
    const found = texts.flatMap(({ name, text }) =>
      Object.values(KEYS).flatMap((key) => (text.includes(key) ? `${key} in ${name}` : [])),
    );
    expect(found).toEqual([]);
    const logs = texts.filter(({ name }) => name.endsWith('.log')).map(({ text }) => text);
    expect(logs.join('\n')).not.toContain('canary-prompt');
  });
});

async function converse(talk: TestTalk, says: readonly string[]): Promise<void> {
  for (const sentence of says) {
    for (let times = 1; times <= MOST_TIMES; times += 1) {
      const { heard } = await talk.turn(sentence);
      if (words(heard ?? '').join(' ') === sentence) break;
    }
  }
}
