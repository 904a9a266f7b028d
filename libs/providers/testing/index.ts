export { fakeAssemblyAi } from './fake-assemblyai.js';
export { fakeDeepgram } from './fake-deepgram.js';
export { fakeOpenAiTranscription } from './fake-openai-transcription.js';
export { FakeVendor } from './fake-vendor.js';
export type { Meeting } from './fake-vendor.js';
export { routeTo } from './route-to.js';
export { ScriptedSynthesizer } from './scripted-synthesizer.js';
export { ScriptedTranscriber, ScriptedTranscription } from './scripted-transcriber.js';
export { pieces, quiet, spelled, talkSound, wordSound } from './word-sound.js';
