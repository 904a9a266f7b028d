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

const REALTIME: readonly Model[] = [
  realtime('gpt-realtime', '2025-08-28', '2027-01-20'),
  realtime('gpt-realtime-2025-08-28', '2025-08-28', '2027-01-20'),
  realtime('gpt-realtime-mini', '2025-10-06', '2027-01-20'),
  realtime('gpt-realtime-1.5', '2026-02-01'),
  realtime('gpt-realtime-2', '2026-05-01'),
  realtime('gpt-realtime-2.1', '2026-08-01'),
  realtime('gpt-realtime-2.1-mini', '2026-08-01'),
];

function realtime(id: string, created: string, shutdown?: string): Model {
  const stops = shutdown ? { shutdown_date: day(shutdown) } : {};
  return { id, object: 'model', created: day(created), owned_by: 'openai', ...stops };
}

export function listModels(): readonly Model[] {
  return REALTIME;
}

/** @throws ModelNotFound */
export function findModel(id: string): Model {
  const model = REALTIME.find((candidate) => candidate.id === id);
  if (!model) throw new ModelNotFound(id);
  return model;
}

/** A realtime model, listed here or of a later date. The preview models are gone, as they are at OpenAI. */
export function isRealtimeModel(id: string): boolean {
  return /^gpt-(realtime|audio)(-[\w.-]+)?$/.test(id);
}
