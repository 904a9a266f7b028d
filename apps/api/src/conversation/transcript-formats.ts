import type { ExportedPart, MessageRecord } from '#store';
import { sessionView } from '../session/session-view.js';
import { conversationView, messageView } from './conversation-view.js';

export const EXPORT_FORMATS = ['json', 'text', 'srt'] as const;
export type ExportFormat = (typeof EXPORT_FORMATS)[number];

export const CONTENT_TYPES: Record<ExportFormat, string> = {
  json: 'application/json; charset=utf-8',
  text: 'text/plain; charset=utf-8',
  srt: 'application/x-subrip; charset=utf-8',
};

/** How long words stay on the screen: the time it takes to say them, or to the next ones. */
const MS_A_WORD = 400;
const AT_LEAST_MS = 1_000;

/** A conversation in one of the formats, piece by piece. */
export function written(format: ExportFormat, parts: AsyncIterable<ExportedPart>): AsyncGenerator<string> {
  switch (format) {
    case 'json':
      return asJson(parts);
    case 'text':
      return asText(parts);
    case 'srt':
      return asSubtitles(parts);
  }
}

/** `{conversation, sessions: […], messages: […]}`, as the routes for them have them. */
async function* asJson(parts: AsyncIterable<ExportedPart>): AsyncGenerator<string> {
  let separator = '';
  let isAmongMessages = false;
  for await (const part of parts) {
    if (part.type === 'conversation') {
      yield `{"conversation":${JSON.stringify(conversationView(part.conversation))},"sessions":[`;
      continue;
    }
    if (part.type === 'message' && !isAmongMessages) {
      isAmongMessages = true;
      separator = '';
      yield '],"messages":[';
    }
    yield (
      separator +
      JSON.stringify(part.type === 'session' ? sessionView(part.session) : messageView(part.message))
    );
    separator = ',';
  }
  yield isAmongMessages ? ']}' : '],"messages":[]}';
}

/** `[2026-11-29 18:30:05] asha: Hello.`, a line a message, times in UTC. */
async function* asText(parts: AsyncIterable<ExportedPart>): AsyncGenerator<string> {
  for await (const part of parts) {
    if (part.type !== 'message') continue;
    const { message } = part;
    const at = new Date(message.at).toISOString().slice(0, 19).replace('T', ' ');
    yield `[${at}] ${speakerOf(message)}: ${oneLine(message)}\n`;
  }
}

/** SubRip. The first message is at 0; where the sound is recorded as well, it begins at that moment. */
async function* asSubtitles(parts: AsyncIterable<ExportedPart>): AsyncGenerator<string> {
  let number = 0;
  let shown: MessageRecord | undefined;
  let startedAt = 0;
  for await (const part of parts) {
    if (part.type !== 'message') continue;
    if (shown) yield subtitle(++number, shown, startedAt, part.message.at);
    else startedAt = part.message.at;
    shown = part.message;
  }
  if (shown) yield subtitle(number + 1, shown, startedAt, Infinity);
}

function subtitle(number: number, message: MessageRecord, startedAt: number, nextAt: number): string {
  const text = oneLine(message);
  const length = Math.max(AT_LEAST_MS, text.split(' ').length * MS_A_WORD);
  const end = Math.min(message.at + length, Math.max(nextAt, message.at + 1));
  const span = `${clock(message.at - startedAt)} --> ${clock(end - startedAt)}`;
  return `${number}\n${span}\n${speakerOf(message)}: ${text}\n\n`;
}

/** `00:01:02,345` */
function clock(ms: number): string {
  const two = (value: number) => String(Math.floor(value)).padStart(2, '0');
  const rest = String(Math.floor(ms % 1_000)).padStart(3, '0');
  return `${two(ms / 3_600_000)}:${two((ms / 60_000) % 60)}:${two((ms / 1_000) % 60)},${rest}`;
}

function speakerOf({ role, participant }: MessageRecord): string {
  return role === 'agent' ? 'agent' : (participant ?? 'user');
}

/** What was heard of it; a blank line would end a subtitle. */
function oneLine({ text, heardText }: MessageRecord): string {
  return (heardText ?? text).replaceAll(/\s+/g, ' ').trim();
}
