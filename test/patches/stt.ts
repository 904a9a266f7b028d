/** Speech recognition whose socket drops: the stream goes on, in order, and says so; what stays away ends it. */
import { APIConnectionError, stt } from '@livekit/agents';
import { STT } from '@livekit/agents-plugin-openai';
import { AudioFrame } from '@livekit/rtc-node';
import { happens, report, SAMPLE_RATE, until } from './probe.ts';
import { RealtimeServer } from './realtime-server.ts';

const connOptions = { maxRetry: 3, retryIntervalMs: 50, timeoutMs: 500 };
let clockAheadMs = 0;
const realNow = Date.now;
Date.now = () => realNow() + clockAheadMs;

/** Listens until it is told to fail, like a provider that recycles its sockets. */
class RecycledStream extends stt.SpeechStream {
  label = 'RecycledStream';
  attempts = 0;
  fail = () => {};

  protected async run(): Promise<void> {
    this.attempts += 1;
    await new Promise<void>((_, reject) => {
      this.fail = () => reject(new APIConnectionError({ message: 'recycled' }));
    });
  }
}

class RecycledSTT extends stt.STT {
  label = 'RecycledSTT';

  constructor() {
    super({ streaming: true, interimResults: false, alignedTranscript: false });
  }

  protected _recognize(): Promise<never> {
    return Promise.reject(new Error('streams only'));
  }

  override stream(): RecycledStream {
    return new RecycledStream(this, undefined, connOptions);
  }
}

async function recycle(livedMs: number, listener: boolean) {
  const provider = new RecycledSTT();
  const recoverable: boolean[] = [];
  if (listener) {
    provider.on('error', (error) => recoverable.push(error.recoverable));
  }
  const stream = provider.stream();
  for (let i = 1; i <= 6 && (await happens(() => stream.attempts === i, 500)); i++) {
    clockAheadMs += livedMs;
    stream.fail();
  }
  await happens(() => stream.attempts > 6, 200);
  return { attempts: stream.attempts, recoverable };
}

/** Frames of 10 ms whose samples count on, so that what arrives also shows its order. */
function countingFrames(): () => AudioFrame {
  let next = 0;
  return () => {
    const samples = Int16Array.from({ length: SAMPLE_RATE / 100 }, () => next++ % 30_000);
    return new AudioFrame(samples, SAMPLE_RATE, 1, samples.length);
  };
}

function inOrder(audio: Buffer[]): boolean {
  const bytes = Buffer.concat(audio);
  const samples = new Int16Array(bytes.buffer, bytes.byteOffset, bytes.length / 2);
  return samples.every((sample, i) => i === 0 || sample === ((samples[i - 1] ?? 0) + 1) % 30_000);
}

async function drop() {
  const server = await RealtimeServer.listen();
  server.keepsAudio = true;
  const recognizer = new STT({ apiKey: 'none', baseURL: server.baseURL, model: 'gpt-4o-transcribe' });
  const recoverable: boolean[] = [];
  recognizer.on('error', (error) => recoverable.push(error.recoverable));
  const stream = recognizer.stream({ connOptions });
  const frame = countingFrames();
  const push = (count: number) => {
    for (let i = 0; i < count; i++) {
      stream.pushFrame(frame());
    }
  };

  push(100);
  await until('the first connection has heard a second', () => (server.latest?.audioBytes ?? 0) >= 48_000);
  server.latest?.socket.terminate();
  const gone = server.latest;
  await happens(() => server.latest !== gone, 1_500);
  push(200);
  const heardAfterwards = () => (server.latest === gone ? 0 : (server.latest?.audioBytes ?? 0) / 96_000);
  await happens(() => heardAfterwards() >= 1, 1_000);
  const after = { share: heardAfterwards(), inOrder: inOrder(server.latest?.audio ?? []), recoverable: [...recoverable] };

  server.door = 503;
  server.latest?.socket.terminate();
  await happens(() => recoverable.includes(false), 1_500);
  stream.close();
  await server.close();
  return { connections: server.connections.length, after, recoverable };
}

const verdict = {
  idleRecycles: await recycle(11_000, true),
  quickFailures: await recycle(0, true),
  withoutListener: await recycle(0, false),
  drop: await drop(),
};
export type Verdict = typeof verdict;
report(verdict);
