import { readFileSync } from 'node:fs';
import { initializeLogger, llm } from '@livekit/agents';
import { realtime } from '@livekit/agents-plugin-xai';
import { AudioFrame } from '@livekit/rtc-node';
import { z } from 'zod';

// A talk through LiveKit's plugin for xAI, without a room: a greeting, and a spoken turn with a tool call. Prints what came as one
// JSON object. A program of its own, because native modules and Jest's module loader do not go together.
//
// node plugin-xai-talk.ts <base URL> <file with the question>   (PCM16 mono, 24 kHz)

export interface PluginXaiTalk {
  greeting: string;
  /** The last that was said of the person's words before the answer, and whether it was final. */
  transcript: { text: string; isFinal: boolean };
  call: { name: string; args: string } | null;
  answer: string;
}

const RATE = 24_000;
const FRAME = RATE / 10;
const SILENCE_MS = 1_000;

const [baseURL = '', question = ''] = process.argv.slice(2);
initializeLogger({ pretty: false, level: 'silent' });

/** The plugin's types leave the base URL out; its code takes it. */
const options = { baseURL, apiKey: 'xai-any', voice: 'ara' };
const session = new realtime.RealtimeModel(options).session();
session.on('error', fail);
await session.updateInstructions('You sell travel.');
await session.updateTools(
  new llm.ToolContext([
    llm.tool({
      name: 'find_packages',
      description: 'Finds packages.',
      parameters: z.object({ destination: z.string() }),
      execute: () => Promise.resolve(''),
    }),
  ]),
);

const greeting = await listen(await session.generateReply('Say exactly: "Good day. Where to?"'));
let transcript = { text: '', isFinal: false };
session.on('input_audio_transcription_completed', (event: llm.InputTranscriptionCompleted) => {
  transcript = { text: event.transcript, isFinal: event.isFinal };
});
const answered = new Promise<llm.GenerationCreatedEvent>((resolve) =>
  session.once('generation_created', resolve),
);
speak(question);
const { calls } = await listen(await answered);

const context = session.chatCtx.copy();
for (const { callId, name } of calls) {
  const output = JSON.stringify({ success: true, packages: [{ id: 'p1', name: 'Goa Beach' }] });
  context.insert(llm.FunctionCallOutput.create({ callId, name, isError: false, output }));
}
await session.updateChatCtx(context);
const answer = await listen(await session.generateReply());

const talk: PluginXaiTalk = {
  greeting: greeting.text,
  transcript,
  call: calls[0] ? { name: calls[0].name, args: calls[0].args } : null,
  answer: answer.text,
};
process.stdout.write(JSON.stringify(talk));
await session.close();
process.exit(0);

function speak(file: string): void {
  const bytes = readFileSync(file);
  const pcm = new Int16Array(bytes.length / 2 + (SILENCE_MS * RATE) / 1_000);
  for (let i = 0; i < bytes.length / 2; i++) pcm[i] = bytes.readInt16LE(2 * i);
  for (let from = 0; from + FRAME <= pcm.length; from += FRAME) {
    session.pushAudio(new AudioFrame(pcm.slice(from, from + FRAME), RATE, 1, FRAME));
  }
}

async function listen({ messageStream, functionStream }: llm.GenerationCreatedEvent) {
  let text = '';
  const calls: llm.FunctionCall[] = [];
  const messages = (async () => {
    for await (const { textStream } of messageStream) {
      for await (const piece of textStream) text += typeof piece === 'string' ? piece : piece.text;
    }
  })();
  for await (const call of functionStream) calls.push(call);
  await messages;
  return { text, calls };
}

function fail(error: unknown): never {
  console.error(error);
  process.exit(1);
}
