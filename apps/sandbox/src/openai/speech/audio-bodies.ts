import type { ApiBodyOptions } from '@nestjs/swagger';

// Requests to try in the documentation's page.

export const SPEECH_BODY: ApiBodyOptions = {
  schema: {
    type: 'object',
    additionalProperties: true,
    required: ['model', 'input', 'voice', 'response_format'],
  },
  examples: {
    hello: {
      summary: 'A WAV to listen to',
      value: { model: 'gpt-4o-mini-tts', voice: 'marin', input: 'Hello, I am Tara.', response_format: 'wav' },
    },
  },
};

export const TRANSCRIPTION_BODY: ApiBodyOptions = {
  schema: {
    type: 'object',
    required: ['file', 'model'],
    properties: {
      file: { type: 'string', format: 'binary' },
      model: { type: 'string', default: 'gpt-transcribe' },
      response_format: { type: 'string', enum: ['json', 'text', 'verbose_json'] },
    },
  },
};
