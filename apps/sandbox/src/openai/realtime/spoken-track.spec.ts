import { SAMPLES_PER_MS } from './sound-buffer.js';
import { SpokenTrack } from './spoken-track.js';

describe(SpokenTrack.name, () => {
  const track = () => {
    const spoken = new SpokenTrack();
    spoken.add('One two.', 800 * SAMPLES_PER_MS);
    spoken.add('Three four.', 1_100 * SAMPLES_PER_MS);
    return spoken;
  };

  it.each([
    [0, ''],
    [299, 'One'],
    [800, 'One two.'],
    [1_290, 'One two.'],
    [1_300, 'One two. Three'],
    [Infinity, 'One two. Three four.'],
  ])('knows what was heard after %i ms', (ms, heard) => {
    expect(track().heardUntil(ms)).toBe(heard);
  });

  it('forgets what was cut off', () => {
    const spoken = track();
    spoken.cut(850);
    expect(spoken.text).toBe('One two.');
    expect(spoken.durationMs).toBe(850);
  });
});
