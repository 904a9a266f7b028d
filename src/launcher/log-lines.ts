import type { LogLevel, ReadLine } from './part-log.ts';

const LEVELS: LogLevel[] = ['debug', 'info', 'warn', 'error'];
const MAX_SHOWN_CHARACTERS = 400;

/** The apps log JSON lines as pino writes them; what else they print on stderr is a crash. */
export function readAppLine(least: LogLevel): ReadLine {
  return (line, stream) => {
    const record = parse(line);
    if (!record) return stream === 'stderr' && line.trim() ? { level: 'error', text: line } : undefined;
    const level = pinoLevel(record.level);
    if (rank(level) < rank(least)) return undefined;
    return { level, text: words(record) };
  };
}

/** LiveKit logs JSON lines as zap writes them; its warnings are the weather of single connections and stay in the file. */
export const readLiveKitLine: ReadLine = (line, stream) => {
  const record = parse(line);
  if (!record) return stream === 'stderr' && line.trim() ? { level: 'error', text: line } : undefined;
  return record.level === 'error' ? { level: 'error', text: words(record) } : undefined;
};

function parse(line: string): Record<string, unknown> | undefined {
  if (!line.startsWith('{')) return undefined;
  try {
    return JSON.parse(line) as Record<string, unknown>;
  } catch {
    return undefined;
  }
}

function pinoLevel(level: unknown): LogLevel {
  if (typeof level === 'string') return LEVELS.find((each) => each === level) ?? 'error';
  const number = Number(level);
  if (number >= 50) return 'error';
  if (number >= 40) return 'warn';
  return number >= 30 ? 'info' : 'debug';
}

function rank(level: LogLevel): number {
  return LEVELS.indexOf(level);
}

function words({ msg, err, error }: Record<string, unknown>): string {
  const cause = reason(err) ?? reason(error);
  const text = typeof msg === 'string' ? msg : '';
  const whole = cause && !text.includes(cause) ? `${text}${text ? ': ' : ''}${cause}` : text;
  return whole.slice(0, MAX_SHOWN_CHARACTERS);
}

function reason(error: unknown): string | undefined {
  if (typeof error === 'string') return error;
  if (typeof error !== 'object' || error === null || !('message' in error)) return undefined;
  return typeof error.message === 'string' ? error.message : undefined;
}
