import type { RemoteTrack, Room } from '@livekit/rtc-node';

/** Where WebRTC's counters of one track stand; they only ever grow, but for `jitterMs`, which is of now. */
export interface TrackReading {
  /** Packets. */
  received: number;
  lost: number;
  jitterMs: number;
  /** Samples that were played, and those of them that were made up and could be heard. */
  samples: number;
  concealed: number;
}

interface TrackStats {
  error?: string;
  stats: Awaited<ReturnType<Room['getRtcStats']>>['subscriberStats'];
}

/** It takes two milliseconds. A talk that ends waits for it. */
const READ_WITHIN_MS = 500;

/**
 * WebRTC's statistics of one track that we subscribe to: packets that came and that are missing (lost between the LiveKit server and us,
 * or before it: the server leaves the holes), the jitter of their coming, and what the jitter buffer made up. Not there: what the person's
 * own device measures, and anything of a track that is gone.
 *
 * rtc-node 0.13 asks only for those of a whole room (`Room.getRtcStats`), where nothing tells whose a stream is: it has one connection for
 * all, and the streams have names of its own. The library below answers for a track, so it is asked there.
 *
 * @returns undefined where there are none, or none in time. Never rejects.
 */
export async function readTrack(track: RemoteTrack): Promise<TrackReading | undefined> {
  try {
    const { stats } = await statsOf(track);
    for (const { stats: one } of stats) {
      if (one.case === 'inboundRtp') return readingOf(one.value);
    }
  } catch {
    // The track or its room is gone, or it took too long: the next time is soon.
  }
  return undefined;
}

async function statsOf(track: RemoteTrack): Promise<TrackStats> {
  const ffi = globalThis._ffiClientInstance;
  if (!ffi) throw new Error('rtc-node has opened no room');
  const requestAsyncId = ffi.getNextRequestAsyncId();
  const answer = ffi.waitFor<TrackStats>(
    ({ message }) => message.case === 'getStats' && message.value.asyncId === requestAsyncId,
    { signal: AbortSignal.timeout(READ_WITHIN_MS) },
  );
  answer.catch(() => undefined); // where asking fails nobody is left to hear of it
  const value = { trackHandle: track.ffi_handle.handle, requestAsyncId };
  ffi.request({ message: { case: 'getStats', value } });
  return answer;
}

type InboundRtp = Extract<TrackStats['stats'][number]['stats'], { case: 'inboundRtp' }>['value'];

function readingOf({ received, inbound }: InboundRtp): TrackReading {
  return {
    received: Number(received?.packetsReceived ?? 0n),
    lost: Number(received?.packetsLost ?? 0n),
    jitterMs: (received?.jitter ?? 0) * 1_000,
    samples: Number(inbound?.totalSamplesReceived ?? 0n),
    concealed: Number(inbound?.concealedSamples ?? 0n) - Number(inbound?.silentConcealedSamples ?? 0n),
  };
}
