/** How the microphone reaches the model: the size of a message, and every sample of a frame that is a view into a larger buffer. */
import { realtime } from '@livekit/agents-plugin-openai';
import { AudioFrame } from '@livekit/rtc-node';
import { report, SAMPLE_RATE, until } from './probe.ts';
import { RealtimeServer } from './realtime-server.ts';

const server = await RealtimeServer.listen();
server.keepsAudio = true;
const second = Int16Array.from({ length: SAMPLE_RATE }, (_, i) => i);
const frameSamples = SAMPLE_RATE / 100;

async function hearOneSecond(inputChunkMs?: number) {
  const model = new realtime.RealtimeModel({ apiKey: 'none', baseURL: server.baseURL, inputChunkMs });
  const session = model.session();
  const connected = server.connections.length;
  await until('the session has connected', () => server.connections.length > connected);
  for (let at = 0; at < second.length; at += frameSamples) {
    session.pushAudio(new AudioFrame(second.subarray(at, at + frameSamples), SAMPLE_RATE, 1, frameSamples));
  }
  const { latest } = server;
  await until('the model has heard a second', () => (latest?.audioBytes ?? 0) >= second.byteLength);
  await Promise.race([session.close(), new Promise((resolve) => setTimeout(resolve, 500))]);
  const heard = Buffer.concat(latest?.audio ?? []);
  return { messages: latest?.appends, intact: heard.equals(Buffer.from(second.buffer)) };
}

const verdict = {
  unset: await hearOneSecond(),
  forty: await hearOneSecond(40),
  twenty: await hearOneSecond(20),
};
export type Verdict = typeof verdict;
report(verdict);
