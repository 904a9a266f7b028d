import type { AgentDefinition, ProviderChoice } from './agent-definition.js';

export interface WantedVoices {
  /** Of whichever vendor speaks. */
  voice?: string;
  /** In a realtime session, where it is to be another one. */
  realtimeVoice?: string;
}

/** Gives a wanted voice to whoever speaks in the mode that the agent is in. */
export function withVoices(
  definition: AgentDefinition,
  { voice, realtimeVoice = voice }: WantedVoices,
): AgentDefinition {
  const { mode, providers } = definition;
  if (mode === 'realtime') {
    if (realtimeVoice === undefined) return definition;
    const realtime = givenTo(providers.realtime, realtimeVoice);
    return { ...definition, providers: { ...providers, realtime } };
  }
  if (voice === undefined) return definition;
  return { ...definition, providers: { ...providers, tts: givenTo(providers.tts, voice) } };
}

/** A voice is one vendor's own: it goes to those that could have it, or else to the first, which then says that it has not. */
function givenTo(choices: readonly ProviderChoice[], voice: string): ProviderChoice[] {
  const fitting = choices.filter(({ vendor }) => mayHaveVoice(vendor, voice));
  const theirs = fitting.length ? fitting : choices.slice(0, 1);
  return choices.map((choice) => (theirs.includes(choice) ? { ...choice, voice } : choice));
}

/** https://docs.x.ai/developers/models/voice-agent-api.md, of October 2026. */
const VOICES_OF_XAI = new Set(['ara', 'eve', 'rex', 'sal', 'leo']);

/** By what the vendors call their voices. */
function mayHaveVoice(vendor: string, voice: string): boolean {
  const isCartesias = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i.test(voice);
  const isElevenLabs = /^[A-Za-z0-9]{20}$/.test(voice);
  if (vendor === 'cartesia') return isCartesias;
  const isXais = VOICES_OF_XAI.has(voice.toLowerCase());
  if (vendor === 'elevenlabs') return isElevenLabs;
  if (vendor === 'xai') return isXais;
  return !isCartesias && !isElevenLabs && !isXais;
}
