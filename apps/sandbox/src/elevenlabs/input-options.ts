import type { OutputFormat } from './output-format.js';
import { readOutputFormat } from './output-format.js';

/** What the query of a socket asks for. */
export interface InputOptions {
  format: OutputFormat;
  /** Every text is said at once; else it waits until there is enough. */
  autoMode: boolean;
  inactivitySeconds: number;
}

const INACTIVITY_S = 20;
const LONGEST_INACTIVITY_S = 180;

/** @throws FormatUnsupported */
export function readInputOptions(query: URLSearchParams): InputOptions {
  const seconds = Number(query.get('inactivity_timeout') ?? INACTIVITY_S);
  return {
    format: readOutputFormat(query.get('output_format')),
    autoMode: query.get('auto_mode') === 'true',
    inactivitySeconds: Math.min(Math.max(1, seconds || INACTIVITY_S), LONGEST_INACTIVITY_S),
  };
}
