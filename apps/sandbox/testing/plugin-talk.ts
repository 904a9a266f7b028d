import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { initializeLogger, llm } from '@livekit/agents';
import { realtime } from '@livekit/agents-plugin-openai';
import { AudioFrame } from '@livekit/rtc-node';
import { z } from 'zod';

// A talk through LiveKit's plugin, without a room: greeting, a spoken turn with a tool call, its answer, and a barge-in. Prints what
// came as one JSON object. A program of its own, because native modules and Jest's module loader do not go together.
//
// node plugin-talk.ts <base URL> <file with the question> <file with the interruption>   (PCM16 mono, 24 kHz)

export interface PluginTalk {
  greeting: Said;
  transcript: string;
  call: { name: string; args: string } | null;
  answer: Said;
  interrupted: { status: string; reason: string };
}

interface Said {
  text: string;
  audioMs: number;
}

interface ServerEvent {
  type: string;
  response?: { status?: string; status_details?: { reason?: string } };
}

const RATE = 24_000;
const FRAME = RATE / 10;
const SILENCE_MS = 1_000;

const [baseURL = '', question = '', interruption = ''] = process.argv.slice(2);
initializeLogger({ pretty: false, level: 'silent' });

const model = new realtime.RealtimeModel({
  baseURL,
  apiKey: 'sk-any',
  turnDetection: { type: 'semantic_vad' },
});
const session = model.session();
session.on('error', fail);
await session.updateInstructions('You sell travel.');
await session.updateTools(
  new llm.ToolContext([
    llm.tool({
      name: 'find_packages',
      description: 'Finds packages.',
      parameters: z.object({ query: z.string().optional(), package_id: z.string().optional() }),
      execute: () => Promise.resolve(''),
    }),
  ]),
);

const greeting = await listen(await session.generateReply('Say exactly: "Good day. Where to?"'));

const heard = nextTranscript();
const answered = nextGeneration();
speak(question);
const asked = await listen(await answered);
const transcript = await heard;

const context = session.chatCtx.copy();
for (const { callId, name } of asked.calls) {
  context.insert(
    llm.FunctionCallOutput.create({
      callId,
      name,
      isError: false,
      output: JSON.stringify({ success: true, count: 0, packages: [] }),
    }),
  );
}
await session.updateChatCtx(context);
const answer = asked.calls.length > 0 ? await listen(await session.generateReply()) : asked;

const talk: PluginTalk = {
  greeting: greeting.said,
  transcript,
  call: asked.calls[0] ? { name: asked.calls[0].name, args: asked.calls[0].args } : null,
  answer: answer.said,
  interrupted: await interrupt(),
};
process.stdout.write(JSON.stringify(talk));
await session.close();
process.exit(0);

async function interrupt(): Promise<PluginTalk['interrupted']> {
  const long = 'One two three four five six seven eight nine ten. '.repeat(6).trim();
  const generation = await session.generateReply(`Say exactly: "${long}"`);
  const message = (await generation.messageStream.getReader().read()).value;
  if (!message) throw new Error('nothing is said');
  await message.audioStream.getReader().read();
  const cancelled = serverEvent('response.done');
  const started = once(session, 'input_speech_started');
  speak(interruption);
  await started;
  const { response } = await cancelled;
  const truncated = serverEvent('conversation.item.truncated');
  await session.truncate({ messageId: message.messageId, audioEndMs: 100, modalities: ['audio', 'text'] });
  await truncated;
  return { status: response?.status ?? '', reason: response?.status_details?.reason ?? '' };
}

function speak(file: string): void {
  const bytes = readFileSync(file);
  const pcm = new Int16Array(bytes.length / 2 + (SILENCE_MS * RATE) / 1_000);
  for (let i = 0; i < bytes.length / 2; i++) pcm[i] = bytes.readInt16LE(2 * i);
  for (let from = 0; from + FRAME <= pcm.length; from += FRAME) {
    session.pushAudio(new AudioFrame(pcm.slice(from, from + FRAME), RATE, 1, FRAME));
  }
}

async function listen({ messageStream, functionStream }: llm.GenerationCreatedEvent) {
  const said: Said = { text: '', audioMs: 0 };
  const calls: llm.FunctionCall[] = [];
  const messages = (async () => {
    for await (const { textStream, audioStream } of messageStream) {
      for await (const text of textStream) said.text += typeof text === 'string' ? text : text.text;
      for await (const { samplesPerChannel } of audioStream)
        said.audioMs += (samplesPerChannel / RATE) * 1_000;
    }
  })();
  for await (const call of functionStream) calls.push(call);
  await messages;
  return { said, calls };
}

function nextGeneration(): Promise<llm.GenerationCreatedEvent> {
  return new Promise((resolve) => session.once('generation_created', resolve));
}

function nextTranscript(): Promise<string> {
  return new Promise((resolve) => {
    session.on('input_audio_transcription_completed', (event: llm.InputTranscriptionCompleted) => {
      if (event.isFinal) resolve(event.transcript);
    });
  });
}

function serverEvent(type: string): Promise<ServerEvent> {
  return new Promise((resolve) => {
    const look = (event: ServerEvent) => {
      if (event.type !== type) return;
      session.off('openai_server_event_received', look);
      resolve(event);
    };
    session.on('openai_server_event_received', look);
  });
}

function fail(error: unknown): never {
  console.error(error);
  process.exit(1);
}
