/** Quieter sound is no voice, however quiet the room is. */
const SOFTEST_VOICE = 0.01;
/** A voice stands out from its room by so much. */
const ABOVE_ROOM = 3;
/** The room becomes louder by so much a piece of sound, about a tenth in a second, until it is heard to be quieter. */
const ROOM_RISES = 1.002;
/** What is louder than three times this is not taken for a room. */
const LOUDEST_ROOM = 0.02;

/** Root mean square of PCM16; 1 is the loudest there can be. */
export function loudness(samples: Int16Array): number {
  let sum = 0;
  for (const sample of samples) sum += sample * sample;
  return samples.length === 0 ? 0 : Math.sqrt(sum / samples.length) / 32_768;
}

/** Tells by loudness alone whether somebody may be speaking. Cheap and rough: a fan is no voice, music is. */
export class VoiceMeter {
  private room = LOUDEST_ROOM;

  /** The next piece of sound, of some 20 ms. */
  isVoice(samples: Int16Array): boolean {
    const level = loudness(samples);
    this.room = Math.min(level, this.room * ROOM_RISES, LOUDEST_ROOM);
    return level > Math.max(SOFTEST_VOICE, this.room * ABOVE_ROOM);
  }
}
