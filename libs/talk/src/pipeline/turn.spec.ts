import { Turn } from './turn.js';
import type { Said } from './turn.js';

const SAID: Said = {
  person: 'asha',
  text: 'Where to?',
  source: 'speech',
  language: 'en',
  speechEndedAt: 1_000,
  transcribedAt: 1_240,
};

function answered(said: Partial<Said> = {}): Turn {
  const turn = new Turn({ ...SAID, ...said }, 1_370);
  turn.begun({ firstPieceAt: 1_300, firstTextAt: 1_310, firstSoundAt: 1_400 });
  turn.firstHeardAt = 1_410;
  return turn;
}

describe(Turn.name, () => {
  it('tells the stages of the wait, and what recogniser and voice took of their own', () => {
    expect(answered().latency()).toEqual({
      endpointMs: 370,
      firstTokenMs: 0,
      firstAudioMs: 40,
      totalMs: 410,
      transcriptMs: 240,
      voiceMs: 90,
    });
  });

  it('knows of no recogniser where the words were typed, or never settled', () => {
    const typed = { source: 'text', speechEndedAt: undefined, transcribedAt: undefined } as const;
    expect(answered(typed).latency()).toMatchObject({ endpointMs: null, transcriptMs: null, voiceMs: 90 });
    expect(answered({ transcribedAt: undefined }).latency()).toMatchObject({
      endpointMs: 370,
      transcriptMs: null,
    });
  });

  it('measures the first words, and not those after a tool or of another attempt', () => {
    const turn = answered();
    turn.begun({ firstPieceAt: 3_000, firstTextAt: 3_000, firstSoundAt: 3_900 });
    expect(turn.latency()).toMatchObject({ firstAudioMs: 40, voiceMs: 90 });
  });
});
