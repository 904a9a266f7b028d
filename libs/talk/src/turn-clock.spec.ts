import { TurnClock } from './turn-clock.js';

describe(TurnClock.name, () => {
  it('splits a spoken turn into its stages', () => {
    const clock = new TurnClock();
    clock.turnFinished(1_300, 1_000);
    clock.modelAnswered(180);
    clock.answerAudible(1_520);
    expect(clock.take()).toEqual({
      endpointMs: 300,
      firstTokenMs: 180,
      firstAudioMs: 40,
      totalMs: 520,
      transcriptMs: null,
      voiceMs: null,
    });
  });

  it('measures a turn once, by its first sound', () => {
    const clock = new TurnClock();
    clock.turnFinished(1_000, undefined);
    clock.answerAudible(1_400);
    clock.answerAudible(2_400);
    expect(clock.take()).toMatchObject({ endpointMs: null, totalMs: 400 });
    clock.answerAudible(3_000);
    expect(clock.take()).toBeNull();
  });

  it('has nothing to say of a greeting', () => {
    const clock = new TurnClock();
    clock.answerAudible(100);
    expect(clock.take()).toBeNull();
  });
});
