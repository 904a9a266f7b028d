import { voice } from '@livekit/agents';
import type { llm } from '@livekit/agents';
import { TransformStream } from 'node:stream/web';

type TranscriptionNode = voice.Agent['transcriptionNode'];

/** How many answers back are kept: an answer is asked for as soon as it was heard. */
const KEPT_ANSWERS = 4;

/**
 * The framework's agent, with a memory for what the model said. When a person cuts an answer short the framework keeps only
 * what was heard; we tell both.
 */
export class TalkAgent extends voice.Agent {
  private readonly answers: { text: string }[] = [];

  constructor(options: { instructions: string; chatCtx: llm.ChatContext; tools: llm.ToolContextEntry[] }) {
    super(options);
  }

  override async transcriptionNode(
    ...[text, settings]: Parameters<TranscriptionNode>
  ): ReturnType<TranscriptionNode> {
    const stream = await super.transcriptionNode(text, settings);
    if (!stream) return stream;
    const answer = { text: '' };
    this.answers.push(answer);
    if (this.answers.length > KEPT_ANSWERS) this.answers.shift();
    return stream.pipeThrough(
      new TransformStream({
        transform: (chunk: string | voice.TimedString, out) => {
          answer.text += typeof chunk === 'string' ? chunk : chunk.text;
          out.enqueue(chunk);
        },
      }),
    );
  }

  /** All that the model said in the answer of which `heard` was heard. */
  wholeAnswer(heard: string): string {
    const beginning = heard.trim();
    return this.answers.findLast(({ text }) => text.trim().startsWith(beginning))?.text.trim() ?? beginning;
  }
}
