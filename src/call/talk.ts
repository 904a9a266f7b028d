import { setTimeout as pause } from 'node:timers/promises';
import { CallFailed } from './call-failed.ts';
import { Caller } from './caller.ts';
import type { Answer } from './caller.ts';
import { ParleyApi } from './parley-api.ts';
import type { AgentWish, Stages, StartedSession, StoredMessage, ToolCall } from './parley-api.ts';
import type { Voice } from './voice.ts';

const GREETING_TIMEOUT_MS = 30_000;
const ANSWER_TIMEOUT_MS = 20_000;
/** What was said is in the store this soon after it was heard. */
const STORED_WITHIN_MS = 5_000;
const STORE_POLL_MS = 100;
const ENDED_WITHIN_MS = 5_000;

export interface TalkOptions extends AgentWish {
  voice: Voice;
  signal: AbortSignal;
}

/** A room of somebody else's. */
export interface StrangeRoom {
  url: string;
  token: string;
  voice: Voice;
  signal: AbortSignal;
}

/** Who joins a talk that others began. */
export interface Guest {
  identity: string;
  voice: Voice;
  signal: AbortSignal;
}

/** What the sandbox writes down where it is not sure. */
const UNCLEAR = '[unclear]';

export interface Turn {
  said: string;
  /** What Parley understood: the stored transcript. Null when it stored none. */
  heard: string | null;
  /** Null when none was heard. */
  answer: string | null;
  latencyMs: number | null;
  stages: Stages | null;
  tools: ToolCall[];
}

/** Whether there is a word in what was written down. A machine that stands still in the middle of a sentence breaks it in several. */
export function isUnderstood({ heard }: Pick<Turn, 'heard'>): boolean {
  return (heard ?? '').replaceAll(UNCLEAR, '').trim() !== '';
}

/** One call from start to hang-up: the caller in the room, and what Parley kept of it. */
export class Talk {
  readonly session: StartedSession;
  /** Which agent answers. */
  readonly agent: string;
  readonly caller: Caller;
  readonly turns: Turn[] = [];
  private readonly api: ParleyApi;
  private readonly known = new Set<string>();

  private constructor(api: ParleyApi, session: StartedSession, agent: string, caller: Caller) {
    this.api = api;
    this.session = session;
    this.agent = agent;
    this.caller = caller;
  }

  static async begin(api: ParleyApi, { voice, signal, ...wish }: TalkOptions): Promise<Talk> {
    const session = await api.start(wish);
    try {
      const { url, userToken: token } = session;
      const { agent } = await api.session(session.sessionId);
      const caller = await Caller.join({ url, token, voice, signal, plays: HEARD[session.heardFrom] });
      return new Talk(api, session, agent.id, caller);
    } catch (error) {
      await api.stop(session.roomName).catch(() => undefined);
      throw error;
    }
  }

  /** In a room in which others than Parley talk: nothing is kept of it, so only what the caller hears can be asked for. */
  static async elsewhere({ url, token, voice, signal }: StrangeRoom): Promise<Talk> {
    const nothing = { sessionId: '', conversationId: '', roomName: '' };
    const session: StartedSession = { ...nothing, url, userToken: token, heardFrom: 'agent' };
    const caller = await Caller.join({ url, token, voice, signal, plays: HEARD.agent });
    return new Talk(new ParleyApi(url), session, '', caller);
  }

  /** Somebody else in the room of that talk, whose session it stays. */
  static async beside({ api, session, agent }: Talk, { identity, voice, signal }: Guest): Promise<Talk> {
    const token = await api.tokenFor(session.roomName, identity);
    const plays = HEARD[session.heardFrom];
    return new Talk(
      api,
      session,
      agent,
      await Caller.join({ url: session.url, token, voice, signal, plays }),
    );
  }

  /** What the agent says first. */
  async greeting(): Promise<{ heardAt: number; text: string | null }> {
    const { heardAt } = await this.caller.waitForAnswer(GREETING_TIMEOUT_MS);
    const text = wordsOf(await this.newMessages(['agent']), 'agent');
    return { heardAt, text };
  }

  /** Says it, hears the answer to its end and reads what was kept of both. @throws the signal's reason when the call is stopped. */
  async turn(said: string): Promise<Turn> {
    await this.caller.say(said);
    return this.hearAnswer(said);
  }

  /** The same with a message typed into the chat. */
  async typedTurn(typed: string): Promise<Turn> {
    await this.caller.type(typed);
    return this.hearAnswer(typed);
  }

  /** Whether the agent is about to end the talk by itself. */
  saidGoodbye(): boolean {
    return this.turns.at(-1)?.tools.some(({ name, ok }) => name === 'disconnect_call' && ok) ?? false;
  }

  /** Leaves, and ends the session whoever may still be in it. @returns why it ended; null when it still does not after a while */
  async end(): Promise<string | null> {
    await this.caller.hangUp();
    await this.api.stop(this.session.roomName);
    for (const deadline = Date.now() + ENDED_WITHIN_MS; Date.now() < deadline; await pause(STORE_POLL_MS)) {
      const { status, endReason } = await this.api.session(this.session.sessionId);
      if (status === 'ended') return endReason;
    }
    return null;
  }

  private async hearAnswer(said: string): Promise<Turn> {
    const answer = await this.answer();
    const messages = await this.newMessages(['user', 'agent']);
    const turn: Turn = {
      said,
      heard: wordsOf(messages, 'user'),
      answer: answer && (wordsOf(messages, 'agent') ?? ''),
      latencyMs: answer && latencyOf(answer),
      stages: messages.find(({ latency }) => latency)?.latency ?? null,
      tools: await this.newTools(),
    };
    this.turns.push(turn);
    return turn;
  }

  /** Null when none came: the agent was silent, or the talk ended first. */
  private async answer(): Promise<Answer | null> {
    try {
      return await this.caller.waitForAnswer(ANSWER_TIMEOUT_MS);
    } catch (error) {
      if (error instanceof CallFailed) return null;
      throw error;
    }
  }

  /**
   * What was stored since the last look. Waits until each of the sides has said something and nothing more comes; what did not
   * come in time is not there.
   */
  private async newMessages(sides: StoredMessage['role'][]): Promise<StoredMessage[]> {
    const deadline = Date.now() + STORED_WITHIN_MS;
    for (let before = -1; ;) {
      const fresh = (await this.api.messages(this.session.sessionId)).filter(({ id }) => !this.known.has(id));
      const isComplete = sides.every((side) => fresh.some(({ role }) => role === side));
      if ((isComplete && fresh.length === before) || Date.now() > deadline) {
        for (const { id } of fresh) this.known.add(id);
        return fresh;
      }
      before = fresh.length;
      await pause(STORE_POLL_MS);
    }
  }

  private async newTools(): Promise<ToolCall[]> {
    const calls = await this.api.toolCalls(this.session.sessionId);
    const fresh = calls.filter(({ callId }) => !this.known.has(callId));
    for (const { callId } of fresh) this.known.add(callId);
    return fresh;
  }
}

function latencyOf({ saidAt, heardAt }: Answer): number | null {
  return saidAt === null ? null : Math.round(heardAt - saidAt);
}

/** The SanBot app plays these and mutes `agent…`. */
export function playedByTheApp(identity: string): boolean {
  return identity.startsWith('liveavatar') || identity.startsWith('heygen');
}

const HEARD: Record<StartedSession['heardFrom'], (identity: string) => boolean> = {
  voice: playedByTheApp,
  agent: (identity) => identity.startsWith('agent'),
};

function wordsOf(messages: StoredMessage[], side: StoredMessage['role']): string | null {
  const said = messages.filter(({ role }) => role === side).map(({ text }) => text.trim());
  return said.length === 0 ? null : said.join(' ');
}
