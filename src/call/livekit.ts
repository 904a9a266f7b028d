import { openSync } from 'node:fs';
import { devNull } from 'node:os';

/**
 * LiveKit's client, quiet. It writes its log, from debug upwards, to stdout and has no switch for that; stdout is for the
 * transcript, and with `--json` for one object alone. Its logger reads the number of the file while the module is loaded, so for
 * that moment it is another one. What matters of the log reaches us as events and errors.
 */
export const {
  AudioFrame,
  AudioSource,
  AudioStream,
  dispose,
  LocalAudioTrack,
  Room,
  RoomEvent,
  TrackKind,
  TrackPublishOptions,
  TrackSource,
} = await loadQuietly();

async function loadQuietly() {
  const stdout: { fd: number } = process.stdout;
  const { fd } = stdout;
  stdout.fd = openSync(devNull, 'w');
  try {
    return await import('@livekit/rtc-node');
  } finally {
    stdout.fd = fd;
  }
}
