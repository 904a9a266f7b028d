import { CallFailed } from './call-failed.ts';

const REQUEST_TIMEOUT_MS = 10_000;
const PROBE_TIMEOUT_MS = 2_000;
const PAGE = 100;
/** More than any call fills. */
const MAX_PAGES = 50;

/** Who is to answer. */
export interface AgentWish {
  /** Null for the agent of the house. */
  agentId: string | null;
  /** Who calls, where it matters. */
  userIdentity?: string | undefined;
  /** What is to be different about it in this session. */
  agentConfig?: Record<string, unknown> | undefined;
}

const HOUSE_AGENT = 'tara';

interface RoomOfApp {
  sessionId: string;
  conversationId: string;
  url: string;
  roomName: string;
  userToken: string;
}

interface OpenedSession {
  sessionId: string;
  livekitUrl: string;
  roomName: string;
  userToken: string;
}

export interface StartedSession extends RoomOfApp {
  /** Whose track is the agent's voice: the agent's own, or that of a participant beside it. */
  heardFrom: 'agent' | 'voice';
}

export interface SessionState {
  status: string;
  endReason: string | null;
  agent: { id: string };
}

/** Milliseconds of one turn, as the agent saw it. */
export interface Stages {
  endpointMs: number | null;
  firstTokenMs: number | null;
  firstAudioMs: number | null;
  totalMs: number | null;
  transcriptMs: number | null;
  voiceMs: number | null;
}

export interface StoredMessage {
  id: string;
  role: 'user' | 'agent';
  text: string;
  source: 'speech' | 'text' | 'recording';
  interrupted: boolean;
  latency: Stages | null;
}

export interface ToolCall {
  callId: string;
  name: string;
  ok: boolean;
  ms: number | null;
}

interface Page<T> {
  items: T[];
  nextCursor: string | null;
}

export interface SessionEvent {
  id: string;
  type: string;
  payload: object;
}

interface FinishedTool extends SessionEvent {
  payload: { callId: string; name: string; outcome: string; durationMs: number };
}

interface AddedMessage extends SessionEvent {
  payload: Omit<StoredMessage, 'id'>;
}

function isAddedMessage(event: SessionEvent): event is AddedMessage {
  return event.type === 'message.added';
}

function isFinishedTool(event: SessionEvent): event is FinishedTool {
  return event.type === 'tool.finished';
}

/** Parley as its clients see it: over HTTP. */
export class ParleyApi {
  readonly base: string;

  constructor(base: string) {
    this.base = base;
  }

  /** `absent` when nothing answers there, `stranger` when something else does. */
  async probe(): Promise<'parley' | 'stranger' | 'absent'> {
    try {
      const answer = await fetch(`${this.base}/health`, { signal: AbortSignal.timeout(PROBE_TIMEOUT_MS) });
      const health = (await answer.json()) as { service?: unknown };
      return typeof health.service === 'string' && health.service.startsWith('parley')
        ? 'parley'
        : 'stranger';
    } catch (error) {
      return error instanceof SyntaxError ? 'stranger' : 'absent';
    }
  }

  /** As the app of a robot does it where nothing is asked for: the agent of the house, its voice in a participant of its own. */
  async start({ agentId, agentConfig, userIdentity = 'caller' }: AgentWish): Promise<StartedSession> {
    if (agentId === null && !agentConfig) {
      return {
        ...(await this.request<RoomOfApp>('POST', '/orchestrated/session/start', {})),
        heardFrom: 'voice',
      };
    }
    const wish = { userIdentity, agentId: agentId ?? HOUSE_AGENT, agentConfig };
    const { livekitUrl: url, ...opened } = await this.request<OpenedSession>('POST', '/session', wish);
    const { conversationId } = await this.request<StartedSession>('GET', `/session/${opened.sessionId}`);
    return { ...opened, url, conversationId, heardFrom: 'agent' };
  }

  /** For somebody else in that room. */
  async tokenFor(roomName: string, identity: string): Promise<string> {
    const query = new URLSearchParams({ room: roomName, identity });
    const { token } = await this.request<{ token: string }>('GET', `/token?${query.toString()}`);
    return token;
  }

  /** Has the agent say it, as an operator may. */
  async say(sessionId: string, text: string): Promise<void> {
    await this.request('POST', `/session/${sessionId}/say`, { text });
  }

  async stop(roomName: string): Promise<void> {
    await this.request('POST', '/orchestrated/session/stop', { roomName });
  }

  session(sessionId: string): Promise<SessionState> {
    return this.request('GET', `/session/${sessionId}`);
  }

  /** What was said, in order. From the session's own events: a caller without a key may read no conversations. */
  async messages(sessionId: string): Promise<StoredMessage[]> {
    const events = await this.events(sessionId);
    return events
      .filter(isAddedMessage)
      .map(({ id, payload: { role, text, source, interrupted, latency } }) => {
        return { id, role, text, source, interrupted, latency };
      });
  }

  /** The tools that came to an end, oldest first. */
  async toolCalls(sessionId: string): Promise<ToolCall[]> {
    const events = await this.events(sessionId);
    return events.filter(isFinishedTool).map(({ payload: { callId, name, outcome, durationMs } }) => {
      return { callId, name, ok: outcome === 'done', ms: durationMs };
    });
  }

  /** All that happened, in order. */
  events(sessionId: string): Promise<SessionEvent[]> {
    return this.pages(`/session/${sessionId}/events`);
  }

  private async pages<T>(path: string): Promise<T[]> {
    const all: T[] = [];
    let cursor = '';
    for (let page = 0; page < MAX_PAGES; page++) {
      const { items, nextCursor } = await this.request<Page<T>>('GET', `${path}?limit=${PAGE}${cursor}`);
      all.push(...items);
      if (nextCursor === null) break;
      cursor = `&cursor=${encodeURIComponent(nextCursor)}`;
    }
    return all;
  }

  private async request<T>(method: string, path: string, body?: object): Promise<T> {
    const answer = await fetch(`${this.base}${path}`, {
      method,
      headers: { 'content-type': 'application/json', accept: 'application/json' },
      body: body && JSON.stringify(body),
      signal: AbortSignal.timeout(REQUEST_TIMEOUT_MS),
    }).catch((cause: unknown) => {
      throw new CallFailed(`${this.base}${path} did not answer.`, { cause });
    });
    const text = await answer.text();
    if (!answer.ok)
      throw new CallFailed(`${method} ${path} was answered ${answer.status}: ${describe(text)}`);
    return JSON.parse(text) as T;
  }
}

/** The sentence in a problem; else the beginning of whatever it is. */
function describe(text: string): string {
  try {
    const { detail } = JSON.parse(text) as { detail?: unknown };
    return typeof detail === 'string' ? detail : text.slice(0, 200);
  } catch {
    return text.slice(0, 200);
  }
}
