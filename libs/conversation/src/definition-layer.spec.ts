import { builtInAgent } from './built-in-agents.js';
import { overlay } from './definition-layer.js';

describe(overlay.name, () => {
  const base = builtInAgent('default');
  if (!base) throw new Error('There is no default agent.');

  it('lets the later layer win, field by field', () => {
    const agent = overlay(
      base,
      { instructions: 'Sell.', turnTaking: { minSilenceMs: 500, paddingMs: 50 }, limits: { idleS: 9 } },
      { instructions: 'Help.', turnTaking: { minSilenceMs: 700 }, limits: { maxDurationS: 60 } },
    );
    expect(agent).toEqual({
      ...base,
      instructions: 'Help.',
      turnTaking: { ...base.turnTaking, minSilenceMs: 700, paddingMs: 50 },
      limits: { ...base.limits, idleS: 9, maxDurationS: 60 },
    });
  });

  it('replaces a list whole and leaves the others', () => {
    const tts = [{ vendor: 'openai' }];
    const agent = overlay(base, { tools: [], providers: { tts } });
    expect(agent.tools).toEqual([]);
    expect(agent.providers).toEqual({ ...base.providers, tts });
  });

  it('takes undefined for left out, and null for a wish', () => {
    const agent = overlay(base, {
      instructions: undefined,
      greeting: null,
      providers: { stt: undefined },
      turnTaking: { paddingMs: undefined },
    });
    expect(agent).toEqual({ ...base, greeting: null });
  });

  it('leaves the agent below as it was', () => {
    const before = JSON.stringify(base);
    overlay(base, { instructions: 'Other.', providers: { stt: [] } });
    expect(JSON.stringify(base)).toBe(before);
  });
});
