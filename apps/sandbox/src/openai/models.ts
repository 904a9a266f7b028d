import { ModelNotFound } from './openai.errors.js';

/** A model as `GET /models` lists it. Times in unix seconds. */
export interface Model {
  id: string;
  object: 'model';
  created: number;
  owned_by: string;
  shutdown_date?: number;
}

const day = (date: string) => Date.parse(date) / 1_000;

const MODELS: readonly Model[] = [
  model('gpt-4o', '2024-05-13', '2027-01-14'),
  model('gpt-4o-mini', '2024-07-18', '2027-01-14'),
  model('gpt-4.1', '2025-04-14', '2027-01-14'),
  model('gpt-4.1-mini', '2025-04-14', '2027-01-14'),
  model('gpt-6-luna', '2026-08-01'),
  model('gpt-realtime', '2025-08-28', '2027-01-20'),
  model('gpt-realtime-2025-08-28', '2025-08-28', '2027-01-20'),
  model('gpt-realtime-mini', '2025-10-06', '2027-01-20'),
  model('gpt-realtime-1.5', '2026-02-01'),
  model('gpt-realtime-2', '2026-05-01'),
  model('gpt-realtime-2.1', '2026-08-01'),
  model('gpt-realtime-2.1-mini', '2026-08-01'),
  model('tts-1', '2023-11-06', '2027-01-06'),
  model('tts-1-hd', '2023-11-06', '2027-01-06'),
  model('gpt-4o-mini-tts', '2025-03-20', '2027-01-06'),
  model('whisper-1', '2023-03-01', '2027-02-26'),
  model('gpt-4o-transcribe', '2025-03-20', '2027-02-26'),
  model('gpt-4o-mini-transcribe', '2025-03-20', '2027-02-26'),
  model('gpt-transcribe', '2026-06-01'),
  model('gpt-live-transcribe', '2026-06-01'),
  model('gpt-realtime-whisper', '2026-05-01'),
];

/** Gone at OpenAI: a key that never saw them gets the same answer. */
const RETIRED = new Set([
  'text-davinci-003',
  'code-davinci-002',
  'gpt-3.5-turbo-0301',
  'gpt-3.5-turbo-0613',
  'gpt-4-0314',
  'gpt-4-32k',
  'gpt-4-vision-preview',
  'gpt-4.5-preview',
  'chatgpt-4o-latest',
  'o1-preview',
  'o1-mini',
  'gpt-4o-realtime-preview',
  'gpt-4o-audio-preview',
]);

function model(id: string, created: string, shutdown?: string): Model {
  const stops = shutdown ? { shutdown_date: day(shutdown) } : {};
  return { id, object: 'model', created: day(created), owned_by: 'openai', ...stops };
}

export function listModels(): readonly Model[] {
  return MODELS;
}

/** @throws ModelNotFound */
export function findModel(id: string): Model {
  const found = MODELS.find((candidate) => candidate.id === id);
  if (!found) throw new ModelNotFound(id);
  return found;
}

/** Any model answers here, also one of a later date than this list, but not one that is gone. @throws ModelNotFound */
export function admitModel(id: string): void {
  if (RETIRED.has(id)) throw new ModelNotFound(id);
}

/** A realtime model, listed here or of a later date. The preview models are gone, as they are at OpenAI. */
export function isRealtimeModel(id: string): boolean {
  return /^gpt-(realtime|audio)(-[\w.-]+)?$/.test(id);
}
