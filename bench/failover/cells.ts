import type { AgentWish } from '../../src/call/parley-api.ts';

/** A plan of the sandbox's `/control/{vendor}/faults`. */
type Plan = Record<string, unknown>;

/** One way in which vendors of a lane fail. */
export interface Fault {
  name: string;
  plan: Plan;
  /** The sockets that are open are cut as well, when so much of the sentence was said: a new one is needed, which meets the plan. */
  cutAfterMs?: number;
}

/** A talk whose vendors of one kind fail, one fault after the other. No vendor that fails here serves another lane. */
export interface Lane {
  kind: 'stt' | 'llm' | 'tts' | 'realtime';
  /** The talks that take turns, so that who failed in one is believed again when that one goes on. */
  wishes: readonly AgentWish[];
  /** Who is asked first in each of them, and fails. */
  vendors: readonly string[];
  /** Who took over keeps the talk, and fails next. */
  stays: boolean;
  /** Before each that fails; typed. */
  goodTurns: number;
  faults: readonly Fault[];
}

/** More than is asked within a turn: a question that is asked again meets it again. */
const ALL = 100_000;
const SLOW_MS = 4_000;
/** In the middle of the sentence that is said. */
const WHILE_SPEAKING_MS = 900;

const OVER_HTTP: readonly Fault[] = [
  { name: '503', plan: { fail: { next: ALL, status: 503 } } },
  { name: '429', plan: { fail: { next: ALL, status: 429, retryAfterS: 1 } } },
  { name: 'stalls before', plan: { stall: 'connect' } },
  { name: 'stalls within', plan: { stall: 'stream' } },
  { name: 'drops within', plan: { drop: { next: ALL, afterDeltas: 3 } } },
  { name: 'brown-out', plan: { brownOut: true } },
  { name: 'garbage', plan: { garbage: { next: ALL } } },
  { name: 'slow', plan: { latencyMs: SLOW_MS } },
  { name: 'key refused', plan: { refuseCredentials: true } },
];

const OVER_A_SOCKET: readonly Fault[] = [
  { name: '503', plan: { fail: { next: ALL, status: 503, at: 'response' } } },
  { name: '429', plan: { fail: { next: ALL, status: 429, at: 'response' } } },
  { name: 'stalls before', plan: { stall: 'connect' }, cutAfterMs: 0 },
  { name: 'stalls within', plan: { stall: 'stream' } },
  { name: 'drops within', plan: { drop: { next: ALL, afterDeltas: 3 } }, cutAfterMs: 0 },
  { name: 'brown-out', plan: { brownOut: true } },
  { name: 'garbage', plan: { garbage: { next: ALL } } },
  { name: 'slow', plan: { latencyMs: SLOW_MS } },
  { name: 'key refused', plan: { refuseCredentials: true }, cutAfterMs: 0 },
];

const WHILE_LISTENING: readonly Fault[] = [
  { name: '503', plan: { fail: { next: ALL, status: 503 } }, cutAfterMs: WHILE_SPEAKING_MS },
  { name: '429', plan: { fail: { next: ALL, status: 429 } }, cutAfterMs: WHILE_SPEAKING_MS },
  { name: 'stalls before', plan: { stall: 'connect' }, cutAfterMs: WHILE_SPEAKING_MS },
  { name: 'opens and is silent', plan: { stall: 'open' }, cutAfterMs: WHILE_SPEAKING_MS },
  { name: 'drops within', plan: {}, cutAfterMs: WHILE_SPEAKING_MS },
  { name: 'brown-out', plan: { brownOut: true } },
  { name: 'garbage', plan: { garbage: { next: ALL } } },
  { name: 'slow', plan: { latencyMs: SLOW_MS } },
  { name: 'key refused', plan: { refuseCredentials: true }, cutAfterMs: WHILE_SPEAKING_MS },
];

const WHILE_ANSWERING: readonly Fault[] = [
  { name: '503', plan: { fail: { next: ALL, status: 503 } }, cutAfterMs: WHILE_SPEAKING_MS },
  { name: '429', plan: { fail: { next: ALL, status: 429, at: 'response' } } },
  { name: 'stalls before', plan: { stall: 'connect' }, cutAfterMs: WHILE_SPEAKING_MS },
  { name: 'stalls within', plan: { stall: 'stream' } },
  { name: 'drops', plan: {}, cutAfterMs: WHILE_SPEAKING_MS },
  {
    name: 'drops within',
    plan: { drop: { next: ALL, afterDeltas: 3 } },
    cutAfterMs: WHILE_SPEAKING_MS,
  },
  { name: 'brown-out', plan: { brownOut: true } },
  { name: 'garbage', plan: { garbage: { next: ALL } } },
  { name: 'slow', plan: { latencyMs: SLOW_MS } },
  { name: 'key refused', plan: { refuseCredentials: true }, cutAfterMs: WHILE_SPEAKING_MS },
];

const pipeline = (setup: object): AgentWish => ({
  agentId: 'tara',
  agentConfig: { mode: 'pipeline', ...setup },
});

export const PIPELINE_LANES: readonly Lane[] = [
  {
    kind: 'stt',
    wishes: [pipeline({ stt: ['deepgram', 'assemblyai'], llm: 'gpt-4o-mini', tts: 'openai' })],
    vendors: ['deepgram'],
    stays: true,
    goodTurns: 0,
    faults: WHILE_LISTENING,
  },
  {
    kind: 'llm',
    wishes: [pipeline({ stt: 'openai', llm: ['grok', 'gpt-4o-mini'], tts: 'openai' })],
    vendors: ['xai'],
    stays: false,
    goodTurns: 4,
    faults: OVER_HTTP,
  },
  {
    kind: 'tts',
    wishes: [
      pipeline({ stt: 'openai', llm: 'gpt-4o-mini', tts: ['cartesia', 'elevenlabs'] }),
      pipeline({ stt: 'openai', llm: 'gpt-4o-mini', tts: ['elevenlabs', 'cartesia'] }),
    ],
    vendors: ['cartesia', 'elevenlabs'],
    stays: false,
    goodTurns: 2,
    faults: OVER_A_SOCKET,
  },
];

export const REALTIME_LANES: readonly Lane[] = [
  {
    kind: 'realtime',
    wishes: [{ agentId: 'tara', agentConfig: { realtime_model: ['gpt-realtime', 'xai'] } }],
    vendors: ['openai'],
    stays: true,
    goodTurns: 0,
    faults: WHILE_ANSWERING,
  },
];
