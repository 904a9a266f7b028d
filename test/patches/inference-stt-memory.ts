/** Half a minute of audio through LiveKit's hosted recognition, at full speed: what the send loop keeps of it. */
import { inference } from '@livekit/agents';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { WebSocketServer } from 'ws';
import { alive, collectGarbage, report, SAMPLE_RATE, silence, until } from './probe.ts';

let messages = 0;
const http = createServer();
new WebSocketServer({ server: http }).on('connection', (socket) => {
  socket.on('message', () => (messages += 1));
});
await new Promise<void>((resolve) => http.listen(0, '127.0.0.1', resolve));

const recognizer = new inference.STT({
  model: 'deepgram/nova-3',
  apiKey: 'none',
  sampleRate: SAMPLE_RATE,
  apiSecret: 'a secret that signs a token for nobody',
  baseURL: `http://127.0.0.1:${(http.address() as AddressInfo).port}`,
});
recognizer.on('error', () => {});
const stream = recognizer.stream();
const frames: WeakRef<WeakKey>[] = [];
for (let second = 1; second <= 30; second++) {
  for (let i = 0; i < 100; i++) {
    const frame = silence();
    frames.push(new WeakRef(frame));
    stream.pushFrame(frame);
  }
  // 20 messages a second, one for the opening, and the last frame of a second may wait in the chunker.
  await until('the server has heard it', () => messages >= second * 20);
}
await collectGarbage();
const kept = alive(frames);
stream.close();
const verdict = { kept, of: frames.length };
export type Verdict = typeof verdict;
report(verdict);
