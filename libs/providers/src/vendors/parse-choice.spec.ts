import fc from 'fast-check';
import { ProviderChoice } from '#conversation';
import { UnknownProvider } from '../providers.errors.js';
import { parseChoice, parseRealtimeChoice } from './parse-choice.js';

describe(parseChoice.name, () => {
  it.each<['stt' | 'llm' | 'tts', string, object]>([
    ['stt', 'deepgram', { vendor: 'deepgram' }],
    ['stt', 'assemblyai', { vendor: 'assemblyai' }],
    ['stt', 'openai', { vendor: 'openai' }],
    ['stt', ' Deepgram ', { vendor: 'deepgram' }],
    ['stt', 'assemblyai/universal-streaming', { vendor: 'assemblyai', model: 'universal-streaming' }],
    [
      'stt',
      'assemblyai/universal-streaming:en',
      { vendor: 'assemblyai', model: 'universal-streaming', language: 'en' },
    ],
    ['stt', 'deepgram/nova-3:multi', { vendor: 'deepgram', model: 'nova-3', language: 'multi' }],
    ['tts', 'cartesia', { vendor: 'cartesia' }],
    ['tts', 'elevenlabs', { vendor: 'elevenlabs' }],
    [
      'tts',
      'cartesia/sonic-3:9626c31c-bec5',
      { vendor: 'cartesia', model: 'sonic-3', voice: '9626c31c-bec5' },
    ],
    ['tts', 'openai/:alloy', { vendor: 'openai', voice: 'alloy' }],
    ['tts', 'openai/', { vendor: 'openai' }],
    ['llm', 'gpt-4o-mini', { vendor: 'openai', model: 'gpt-4o-mini' }],
    ['llm', 'gpt-4o', { vendor: 'openai', model: 'gpt-4o' }],
    ['llm', 'gpt-4-turbo', { vendor: 'openai', model: 'gpt-4-turbo' }],
    ['llm', 'openai/gpt-4o-mini', { vendor: 'openai', model: 'gpt-4o-mini' }],
    ['llm', 'openai', { vendor: 'openai' }],
    ['llm', 'grok', { vendor: 'grok' }],
    ['llm', 'grok-4.7', { vendor: 'grok', model: 'grok-4.7' }],
    ['llm', 'x-ai/grok-4.7', { vendor: 'grok', model: 'grok-4.7' }],
    ['llm', 'openrouter/meta/llama:free', { vendor: 'grok', model: 'meta/llama:free' }],
    ['llm', 'ft:gpt-4o-mini:us::x', { vendor: 'openai', model: 'ft:gpt-4o-mini:us::x' }],
    ['llm', 'somebody/else', { vendor: 'openai', model: 'somebody/else' }],
  ])('reads for %s %p', (kind, text, choice) => {
    expect(parseChoice(kind, text)).toEqual(choice);
  });

  it.each<['stt' | 'tts' | 'llm', string, RegExp]>([
    ['stt', 'cartesia', /no stt provider cartesia; known: deepgram, assemblyai, openai/],
    ['tts', 'rime/arcana:luna', /no tts provider rime; known: cartesia, openai, elevenlabs/],
    ['stt', 'deepgram:en', /no stt provider deepgram/],
    ['llm', '  ', /known: openai, grok/],
  ])('does not know for %s %p', (kind, text, message) => {
    expect(() => parseChoice(kind, text)).toThrow(UnknownProvider);
    expect(() => parseChoice(kind, text)).toThrow(message);
  });

  it.each([
    ['xai', { vendor: 'xai' }],
    ['OpenAI', { vendor: 'openai' }],
    ['xai/grok-voice-latest', { vendor: 'xai', model: 'grok-voice-latest' }],
    ['grok-voice-latest', { vendor: 'xai', model: 'grok-voice-latest' }],
    ['openai/gpt-realtime', { vendor: 'openai', model: 'gpt-realtime' }],
    ['gpt-realtime', { vendor: 'openai', model: 'gpt-realtime' }],
  ])('knows who does it all: %p', (text, choice) => {
    expect(parseRealtimeChoice(text)).toEqual(choice);
  });

  it.each(['', '  ', 'google/gemini-live', 'openai/', 'x'.repeat(600)])('does not know %p', (text) => {
    expect(() => parseRealtimeChoice(text)).toThrow(UnknownProvider);
  });

  it('gives a sound choice or says that it knows none, whatever it is given', () => {
    const words = fc.oneof(
      fc.string({ maxLength: 600 }),
      fc.stringMatching(
        /^(deepgram|openai|cartesia|grok|xai|constructor)?[/:]{0,2}[a-z0-9.-]{0,9}:?[a-z]{0,4}$/,
      ),
    );
    fc.assert(
      fc.property(fc.constantFrom('stt' as const, 'llm' as const, 'tts' as const), words, (kind, text) => {
        try {
          expect(ProviderChoice.parse(parseChoice(kind, text))).toBeDefined();
        } catch (error) {
          if (!(error instanceof UnknownProvider)) throw error;
        }
      }),
    );
  });
});
