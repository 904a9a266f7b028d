import type { AgentDefinition } from './agent-definition.js';
import { builtInAgent } from './built-in-agents.js';
import { overlay } from './definition-layer.js';
import { withVoices } from './with-voices.js';

describe(withVoices.name, () => {
  const CARTESIAS = '9626c31c-bec5-4cca-baa8-f8ba9e84c8bc';
  const ELEVEN_LABS = 'bIHbv24MWmeRgasZH58o';

  function agent(mode: AgentDefinition['mode'], ...tts: string[]): AgentDefinition {
    const builtIn = builtInAgent('default');
    if (!builtIn) throw new Error('There is no default agent.');
    return overlay(builtIn, { mode, providers: { tts: tts.map((vendor) => ({ vendor, voice: 'before' })) } });
  }
  const voicesOf = ({ providers: { tts } }: AgentDefinition) => tts.map(({ voice }) => voice);

  it.each([
    [CARTESIAS, [CARTESIAS, 'before', 'before']],
    [ELEVEN_LABS, ['before', 'before', ELEVEN_LABS]],
    ['alloy', ['before', 'alloy', 'before']],
  ])('gives %s to the vendor that could have it', (voice, voices) => {
    const given = withVoices(agent('pipeline', 'cartesia', 'openai', 'elevenlabs'), { voice });
    expect(voicesOf(given)).toEqual(voices);
  });

  it('gives it to the first when nobody could', () => {
    expect(voicesOf(withVoices(agent('pipeline', 'cartesia', 'elevenlabs'), { voice: 'alloy' }))).toEqual([
      'alloy',
      'before',
    ]);
  });

  it('gives a realtime agent its own, and the pipeline it might be none', () => {
    const realtime = agent('realtime', 'openai');
    const both = withVoices(realtime, { voice: 'alloy', realtimeVoice: 'cedar' });
    expect(both.providers.realtime).toMatchObject([{ voice: 'cedar' }]);
    expect(voicesOf(both)).toEqual(['before']);
    expect(withVoices(realtime, { voice: 'alloy' }).providers.realtime).toMatchObject([{ voice: 'alloy' }]);
    expect(voicesOf(withVoices(agent('pipeline', 'openai'), { realtimeVoice: 'cedar' }))).toEqual(['before']);
  });

  it('changes nothing where nothing is wanted', () => {
    const given = agent('realtime', 'openai');
    expect(withVoices(given, {})).toBe(given);
  });
});
