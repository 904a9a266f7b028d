import { VoiceGate } from './voice-gate.js';

function tone(amplitude: number): Int16Array {
  return Int16Array.from({ length: 240 }, (_, i) => amplitude * Math.sin((2 * Math.PI * 200 * i) / 24_000));
}

describe(VoiceGate.name, () => {
  it('dates the last voiced frame and passes over silence', () => {
    const gate = new VoiceGate();
    gate.feed(tone(20), 0);
    expect(gate.lastVoicedAt).toBeUndefined();
    gate.feed(tone(8_000), 10);
    gate.feed(tone(20), 20);
    expect(gate.lastVoicedAt).toBe(10);
  });

  it('does not take a steady hum for a voice', () => {
    const gate = new VoiceGate();
    for (let ms = 0; ms < 20_000; ms += 10) gate.feed(tone(1_000), ms);
    const hummingSince = gate.lastVoicedAt ?? 0;
    for (let ms = 20_000; ms < 30_000; ms += 10) gate.feed(tone(1_000), ms);
    expect(gate.lastVoicedAt ?? 0).toBe(hummingSince);
    gate.feed(tone(12_000), 30_000);
    expect(gate.lastVoicedAt).toBe(30_000);
  });
});
