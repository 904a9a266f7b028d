import { execFileSync } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { Server } from 'node:http';
import { createRequire, stripTypeScriptTypes } from 'node:module';
import { chromium } from 'playwright-core';
import type { Browser } from 'playwright-core';
import { SAMPLE_RATE } from '../src/call/sound.ts';
import { Voice } from '../src/call/voice.ts';
import { writeWav } from '../src/call/wav.ts';

const CLIENT = createRequire(import.meta.url).resolve('livekit-client');

/** What a microphone picks up: the sentence, and a minute of quiet before it comes again. */
export async function spokenOnce(text: string): Promise<Buffer> {
  const voice = new Voice('rms');
  const words = await voice.speak(text);
  await voice.close();
  const samples = new Int16Array(60 * SAMPLE_RATE);
  samples.set(words, SAMPLE_RATE);
  return writeWav({ sampleRate: SAMPLE_RATE, channels: [samples] });
}

export function openChromium(microphone: string): Promise<Browser> {
  const executablePath = execFileSync('sh', [
    '-c',
    'command -v chromium || command -v chromium-browser || command -v google-chrome',
  ])
    .toString()
    .trim();
  return chromium.launch({
    executablePath,
    args: [
      '--headless=new',
      '--no-sandbox',
      '--disable-gpu',
      '--disable-quic',
      '--autoplay-policy=no-user-gesture-required',
      '--use-fake-ui-for-media-stream',
      '--use-fake-device-for-media-stream',
      `--use-file-for-fake-audio-capture=${microphone}`,
    ],
  });
}

/** A page and its scripts, from the loopback address: browsers give microphones to secure places alone. */
export async function servePage(): Promise<Server> {
  const files: Record<string, { type: string; body: string }> = {
    '/': {
      type: 'text/html',
      body: '<!doctype html><script src="/livekit-client.js"></script><script src="/talk.js"></script>',
    },
    '/livekit-client.js': { type: 'text/javascript', body: await readFile(CLIENT, 'utf8') },
    '/talk.js': {
      type: 'text/javascript',
      body: stripTypeScriptTypes(await readFile(new URL('browser-talk.ts', import.meta.url), 'utf8')),
    },
  };
  const server = createServer((request, response) => {
    const file = files[request.url ?? ''];
    response.writeHead(file ? 200 : 404, { 'content-type': file?.type ?? 'text/plain' }).end(file?.body);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return server;
}
