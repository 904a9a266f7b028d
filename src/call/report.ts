import type { Stages, ToolCall } from './parley-api.ts';
import type { Talk, Turn } from './talk.ts';

/** What `--json` prints. */
export interface CallReport {
  sessionId: string;
  room: string;
  agent: string;
  wav: string;
  turns: {
    said: string;
    heard: string | null;
    answer: string | null;
    latencyMs: number | null;
    stages: Stages | null;
    tools: { name: string; ok: boolean; ms: number | null }[];
  }[];
}

export function toReport({ session, agent, turns }: Talk, wav: string): CallReport {
  return {
    sessionId: session.sessionId,
    room: session.roomName,
    agent,
    wav,
    turns: turns.map(({ tools, ...turn }) => ({
      ...turn,
      tools: tools.map(({ name, ok, ms }) => ({ name, ok, ms })),
    })),
  };
}

/** One turn as a person reads it. */
export function describeTurn(turn: Turn, number: number, agent: string): string {
  return [
    line(String(number), 'said', turn.said),
    line('', 'heard', turn.heard ?? '(nothing was stored)'),
    line('', agent, turn.answer ?? '(no answer was heard)'),
    line('', '', [seconds(turn.latencyMs), ...turn.tools.map(describeTool)].join(' · ')),
  ].join('\n');
}

export function describeGreeting(text: string | null, agent: string): string {
  return line('', agent, text ?? '(a greeting that was not stored)');
}

export interface CallEnd {
  wav: string;
  recordedS: number;
  endReason: string | null;
}

export function describeCall(turns: readonly Turn[], { wav, recordedS, endReason }: CallEnd): string {
  const answered = turns.filter(({ answer }) => answer !== null);
  const latencies = turns.flatMap(({ latencyMs }) => latencyMs ?? []).sort((a, b) => a - b);
  const tools = new Set(turns.flatMap((turn) => turn.tools.map(({ name }) => name)));
  const middle = latencies[Math.floor((latencies.length - 1) / 2)] ?? null;
  return [
    '',
    `${turns.length} turns, ${answered.length} answered; end of speech to answer ${seconds(middle)} in the middle, ${seconds(latencies.at(-1) ?? null)} at most`,
    `tools: ${[...tools].join(', ') || 'none'}; the session ended: ${endReason ?? 'not yet'}`,
    `recording: ${wav} (${recordedS.toFixed(0)} s; left the caller, right the agent)`,
  ].join('\n');
}

function describeTool({ name, ok, ms }: ToolCall): string {
  return `${name} ${ok ? 'ok' : 'failed'}${ms === null ? '' : ` ${ms} ms`}`;
}

function seconds(ms: number | null): string {
  return ms === null ? '–' : `${(ms / 1000).toFixed(2)} s`;
}

function line(number: string, who: string, text: string): string {
  return `${number.padStart(3)}  ${who.padEnd(7)} ${text}`;
}
