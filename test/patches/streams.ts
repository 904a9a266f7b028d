/** The plumbing under every talk: reading a stream until a signal, cutting bytes into frames, the end of a detector's input. */
import { ReadableStream } from 'node:stream/web';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { AudioByteStream, inference, readStream, stream } from '@livekit/agents';
import { alive, collectGarbage, report, SAMPLE_RATE, silence } from './probe.ts';

async function readUntilSignal() {
  const refs: WeakRef<WeakKey>[] = [];
  const of = 3_000;
  const source = new ReadableStream<object>({
    pull(controller) {
      if (refs.length === of) {
        return controller.close();
      }
      const chunk = { data: new Int16Array(8) };
      refs.push(new WeakRef(chunk));
      controller.enqueue(chunk);
    },
  });
  let read = 0;
  let kept = of;
  const reading = readStream(source, new AbortController().signal);
  while (!(await reading.next()).done) {
    read += 1;
    if (read === of) {
      await collectGarbage();
      kept = alive(refs);
    }
  }
  return { read, kept, of };
}

/** The one who stops reading must not take a frame from the one who reads on. */
async function abortBetweenFrames() {
  const channel = stream.createStreamChannel<string>();
  const abort = new AbortController();
  const firstReader = readStream(channel.stream(), abort.signal);
  await channel.write('first');
  await firstReader.next();
  const waiting = firstReader.next();
  abort.abort();
  await waiting;
  await channel.write('second');
  const { value } = await channel.stream().getReader().read();
  return { next: value };
}

function cutBytes() {
  const seconds = 20;
  const samples = Int16Array.from({ length: SAMPLE_RATE * seconds + 7 }, (_, i) => i);
  const bytes = new AudioByteStream(SAMPLE_RATE, 1, SAMPLE_RATE / 10);
  const startedAt = performance.now();
  const frames = bytes.write(samples);
  const milliseconds = performance.now() - startedAt;
  const all = [...frames, ...bytes.flush()];
  const ownBuffers = all.every((frame) => frame.data.buffer.byteLength === frame.data.byteLength);
  const intact = Buffer.concat(all.map((frame) => Buffer.from(frame.data.buffer))).equals(Buffer.from(samples.buffer));
  return { milliseconds, frames: frames.length, intact, ownBuffers };
}

async function endVadInput() {
  const detector = new inference.VAD().stream();
  detector.pushFrame(silence());
  detector.endInput();
  await nextTurn();
  detector.close();
  await nextTurn();
}

await endVadInput();
const verdict = {
  readStream: await readUntilSignal(),
  readOn: await abortBetweenFrames(),
  byteStream: cutBytes(),
};
export type Verdict = typeof verdict;
report(verdict);
