import { TurnSound } from './turn-sound.js';

const CHUNK_MS = 20;

describe(TurnSound.name, () => {
  let sound: TurnSound;
  const send = (from: number, to: number) => {
    for (let i = from; i < to; i++) sound.sent(String(i));
  };

  beforeEach(() => {
    sound = new TurnSound(CHUNK_MS);
  });

  it('keeps a turn from its beginning until it was understood', () => {
    send(0, 100);
    expect(sound.unheard).toEqual([]);
    sound.see('input_audio_buffer.speech_started');
    send(100, 300);
    sound.see('input_audio_buffer.committed');
    expect([sound.unheard[0], sound.unheard.at(-1)]).toEqual(['50', '299']);
    sound.see('conversation.item.input_audio_transcription.delta');
    expect(sound.unheard).toHaveLength(250);
    sound.see('conversation.item.input_audio_transcription.completed');
    expect(sound.unheard).toEqual([]);
  });

  it('keeps half a minute and not more', () => {
    sound.see('input_audio_buffer.speech_started');
    send(0, 5_000);
    expect(sound.unheard).toHaveLength(30_000 / CHUNK_MS);
  });
});
