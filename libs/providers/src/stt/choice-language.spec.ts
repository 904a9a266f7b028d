import { ScriptedTranscriber } from '../../testing/scripted-transcriber.js';
import { ChoiceLanguage } from './choice-language.js';

const NOBODY = { interim: () => undefined, final: () => undefined, failed: () => undefined };

describe(ChoiceLanguage.name, () => {
  it.each([
    ['de', 'en', 'de'],
    ['hi', undefined, 'hi'],
    ['multi', 'en', undefined],
    ['Auto', 'en', undefined],
  ])('listens for %s where the agent speaks %s', async (language, agents, wanted) => {
    const transcriber = new ScriptedTranscriber('assemblyai');
    const choice = new ChoiceLanguage(transcriber, language);
    await choice.open({ language: agents }, NOBODY, new AbortController().signal);
    expect(transcriber.stream.settings).toEqual({ language: wanted });
    expect([choice.vendor, choice.modelName]).toEqual(['assemblyai', 'scripted']);
  });
});
