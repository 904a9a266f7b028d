import { FLITE_VOICES } from '../speech/flite.js';
import type { FliteVoice } from '../speech/flite.js';
import type { ElevenLabsModelDto, ElevenLabsVoiceDto } from './elevenlabs.dto.js';

/** Every id is taken; these are listed. */
export const MODELS: readonly ElevenLabsModelDto[] = [
  model('eleven_flash_v2_5', 'Eleven Flash v2.5', 40_000),
  model('eleven_multilingual_v2', 'Eleven Multilingual v2', 10_000),
  model('eleven_v3', 'Eleven v3', 5_000),
];

function model(model_id: string, name: string, maximum_text_length_per_request: number): ElevenLabsModelDto {
  return {
    model_id,
    name,
    description: 'Played by the sandbox.',
    can_do_text_to_speech: true,
    maximum_text_length_per_request,
    languages: [{ language_id: 'en', name: 'English' }],
  };
}

const DESCRIPTIONS: Readonly<Record<FliteVoice, [gender: string, description: string]>> = {
  slt: ['female', 'An American woman'],
  awb: ['male', 'A Scot'],
  rms: ['male', 'An American man'],
  kal16: ['male', 'A robot'],
};

/** The synthesiser's own; every other id is spoken by the first of them. */
export const VOICES: readonly ElevenLabsVoiceDto[] = FLITE_VOICES.map((voice_id) => {
  const [gender, description] = DESCRIPTIONS[voice_id];
  return { voice_id, name: voice_id, category: 'premade', description, labels: { gender, language: 'en' } };
});
