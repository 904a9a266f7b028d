import { ParameterInvalid } from '../openai.errors.js';

/** @throws ParameterInvalid */
export function parseEvent(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw new ParameterInvalid('invalid_json', 'The event is not valid JSON.', null);
  }
}

/** The id a client gave its event, for the error that may answer it. */
export function eventIdOf(value: unknown): string | undefined {
  if (typeof value !== 'object' || value === null || !('event_id' in value)) return undefined;
  return typeof value.event_id === 'string' ? value.event_id : undefined;
}
