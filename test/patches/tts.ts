/** Speech synthesis that fails or is cut off: it tells once, tries again where that helps, and never rejects into the void. */
import { createServer } from 'node:http';
import type { ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { tokenize, tts } from '@livekit/agents';
import { TTS } from '@livekit/agents-plugin-openai';
import { happens, report, strays, until } from './probe.ts';

const connOptions = { maxRetry: 2, retryIntervalMs: 20, timeoutMs: 1_000 };
const HALF_A_SECOND = Buffer.alloc(24_000);

let requests = 0;
let respond: (response: ServerResponse) => void = speak;
const http = createServer((request, response) => {
  requests += 1;
  request.resume().on('end', () => respond(response));
});
await new Promise<void>((resolve) => http.listen(0, '127.0.0.1', resolve));
const baseURL = `http://127.0.0.1:${(http.address() as AddressInfo).port}/v1`;

function speak(response: ServerResponse): void {
  response.writeHead(200, { 'content-type': 'audio/pcm' }).end(HALF_A_SECOND);
}

function refuseWith(status: number): (response: ServerResponse) => void {
  return (response) => response.writeHead(status, { 'content-type': 'application/json' }).end('{"error":{"message":"no"}}');
}

/** One synthesis from its start until nothing of it is under way any more. */
async function synthesize(url: string, whileRunning?: (abort: AbortController) => void | Promise<void>) {
  requests = 0;
  const straysBefore = strays.length;
  const voice = new TTS({ apiKey: 'none', baseURL: url });
  const errors: boolean[] = [];
  voice.on('error', (error) => errors.push(error.recoverable));
  const abort = new AbortController();
  const stream = voice.synthesize('Hello.', connOptions, abort.signal);
  await whileRunning?.(abort);
  let samples = 0;
  let ended = false;
  const drained = (async () => {
    for await (const { frame } of stream) {
      samples += frame.samplesPerChannel;
    }
    ended = true;
  })();
  await happens(() => ended, 2_000);
  await nextTurn();
  await nextTurn();
  void drained;
  return { requests, samples, ended, errors, strays: strays.length - straysBefore };
}

class BrokenStream extends tts.ChunkedStream {
  label = 'BrokenStream';

  protected run(): Promise<void> {
    return Promise.reject(new Error('broken'));
  }
}

class BrokenTTS extends tts.TTS {
  label = 'BrokenTTS';

  constructor() {
    super(24_000, 1, { streaming: false });
  }

  override synthesize(text: string): BrokenStream {
    return new BrokenStream(text, this, connOptions);
  }

  override stream(): never {
    throw new Error('sentences only');
  }
}

async function breakAnySynthesis() {
  const straysBefore = strays.length;
  const broken = new BrokenTTS();
  let errors = 0;
  broken.on('error', () => (errors += 1));
  broken.synthesize('Hello.');
  await until('the failure is told', () => errors > 0);
  await nextTurn();
  await nextTurn();
  return { errors, strays: strays.length - straysBefore };
}

async function countMetrics() {
  const adapter = new tts.StreamAdapter(new TTS({ apiKey: 'none', baseURL }), new tokenize.basic.SentenceTokenizer());
  let characters = 0;
  let metrics = 0;
  adapter.on('metrics_collected', ({ charactersCount }) => {
    metrics += 1;
    characters += charactersCount;
  });
  const stream = adapter.stream();
  stream.pushText('This is the first of two sentences. And this one here is the second of them.');
  stream.endInput();
  let samples = 0;
  for await (const audio of stream) {
    samples += typeof audio === 'symbol' ? 0 : audio.frame.samplesPerChannel;
    if (typeof audio === 'symbol') {
      break;
    }
  }
  await happens(() => metrics > 2, 100);
  return { metrics, characters, samples };
}

const spoken = await synthesize(baseURL);
const refused = await synthesize('http://127.0.0.1:1/v1');
respond = refuseWith(401);
const unauthorized = await synthesize(baseURL);
respond = (response) => {
  refuseWith(503)(response);
  respond = speak;
};
const secondTry = await synthesize(baseURL);
respond = speak;
const abortedAtOnce = await synthesize(baseURL, (abort) => abort.abort());
respond = () => {};
const abortedInFlight = await synthesize(baseURL, async (abort) => {
  await until('the request is there', () => requests > 0);
  abort.abort();
});
respond = speak;

const verdict = {
  spoken,
  refused,
  unauthorized,
  secondTry,
  abortedAtOnce,
  abortedInFlight,
  anyFailure: await breakAnySynthesis(),
  sentences: await countMetrics(),
};
export type Verdict = typeof verdict;
report(verdict);
