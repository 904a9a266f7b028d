import { ModelNotFound } from '../openai/openai.errors.js';

/** A model as `GET /models` lists it. */
export interface XaiModel {
  id: string;
  object: 'model';
  /** Unix seconds. */
  created: number;
  owned_by: 'xai';
}

const IDS = [
  'grok-4.7',
  'grok-4.6',
  'grok-4.5',
  'grok-4.3',
  'grok-4.20',
  'grok-voice-latest',
  'grok-voice-3.0',
  'grok-voice-think-fast-2.0',
  'grok-voice-think-fast-1.0',
];
const CREATED = Date.parse('2026-10-01') / 1_000;

const RETIRED = new Set(['grok-1', 'grok-beta', 'grok-vision-beta', 'grok-2-public', 'grok-2-1212']);

export function listModels(): XaiModel[] {
  return IDS.map((id) => ({ id, object: 'model', created: CREATED, owned_by: 'xai' }));
}

/** Any Grok answers here, but not one that is gone. @throws ModelNotFound */
export function admitModel(id: string): void {
  if (RETIRED.has(id) || !id.startsWith('grok-')) throw new ModelNotFound(id);
}

export function isVoiceModel(id: string): boolean {
  return /^grok-voice(-[\w.-]+)?$/.test(id);
}
