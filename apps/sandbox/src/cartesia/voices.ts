import { FLITE_VOICES } from '../speech/flite.js';
import type { FliteVoice } from '../speech/flite.js';
import type { CartesiaVoiceDto } from './cartesia.dto.js';

const DESCRIPTIONS: Readonly<Record<FliteVoice, [gender: string, description: string]>> = {
  slt: ['feminine', 'An American woman'],
  awb: ['masculine', 'A Scot'],
  rms: ['masculine', 'An American man'],
  kal16: ['masculine', 'A robot'],
};

/** The synthesiser's own; every other id is spoken by the first of them. */
export const VOICES: readonly CartesiaVoiceDto[] = FLITE_VOICES.map((id) => {
  const [gender, description] = DESCRIPTIONS[id];
  return {
    id,
    name: id,
    description,
    gender,
    language: 'en',
    is_owner: false,
    created_at: '2026-01-01T00:00:00Z',
  };
});
