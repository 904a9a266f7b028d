import { OpenAiConfig } from './openai.config.js';

describe(OpenAiConfig.name, () => {
  const before = Date.parse('2027-01-19');
  const after = Date.parse('2027-01-21');

  it('goes from a realtime model that is stopped to its successor', () => {
    const config = new OpenAiConfig();
    expect(config.currentRealtimeModel(before)).toBe('gpt-realtime');
    expect(config.currentRealtimeModel(after)).toBe('gpt-realtime-2.1');
  });

  it('leaves one that somebody named as it is', () => {
    const config = Object.assign(new OpenAiConfig(), { realtimeModel: 'gpt-realtime' });
    expect(config.currentRealtimeModel(after)).toBe('gpt-realtime');
  });
});
