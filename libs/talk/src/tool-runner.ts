import { llm, voice } from '@livekit/agents';
import { newId } from '#conversation';
import type { EndReason, EventPayload } from '#conversation';
import type { Report, TalkTool, ToolAnswer, ToolCall } from './talk-tool.js';

interface ToolRunnerOptions<Reach> {
  sessionId: string;
  reach: Reach;
  report: Report;
  /** Aborted when the talk ends. */
  signal: AbortSignal;
  /** The talk is to end: now, when the goodbye has been heard, or after the answer that is still to come. */
  hangUp: (reason: EndReason, when: 'now' | 'after_answer') => void;
  /** Faults of ours in a tool: for the log. */
  onFault: (error: unknown, tool: string) => void;
}

type Outcome = EventPayload<'tool.finished'>['outcome'];

const ABORTED = Symbol('aborted');
/** A goodbye that is never finished must not keep the line open. */
const PLAYOUT_DEADLINE_MS = 15_000;

/** Hands our tools to the framework: each call has a deadline, an idempotency key, and is told from beginning to end. */
export class ToolRunner<Reach> {
  constructor(private readonly options: ToolRunnerOptions<Reach>) {}

  /** The framework wants named tools as an array; its object form refuses them. */
  wrap(tools: readonly TalkTool<Reach>[]): llm.ToolContextEntry[] {
    return tools.map((tool) =>
      llm.tool({
        name: tool.name,
        description: tool.description,
        parameters: tool.parameters,
        execute: async (args, { ctx, toolCallId, abortSignal }) => {
          let hangUp: EndReason | undefined;
          const answer = await this.run(tool, args, toolCallId, abortSignal, (reason) => (hangUp = reason));
          if (!hangUp) return answer.content; // which the framework makes JSON
          const goodbyeSaid = await this.spokeBefore(ctx);
          this.options.hangUp(hangUp, goodbyeSaid ? 'now' : 'after_answer');
          if (goodbyeSaid) throw new voice.StopResponse();
          return answer.content;
        },
      }),
    );
  }

  /** One call, from the event that it began to the event of how it ended. */
  async run(
    tool: TalkTool<Reach>,
    args: Record<string, unknown>,
    callId: string,
    frameworkSignal: AbortSignal,
    hangUp: (reason: EndReason) => void,
  ): Promise<ToolAnswer> {
    const { sessionId, reach, report } = this.options;
    const idempotencyKey = newId();
    const deadline = AbortSignal.timeout(tool.deadlineMs);
    const signal = AbortSignal.any([deadline, frameworkSignal, this.options.signal]);
    const startedAt = Date.now();
    report('tool.called', {
      callId,
      name: tool.name,
      arguments: args,
      idempotencyKey,
      deadlineMs: tool.deadlineMs,
    });
    const { answer, outcome } = await this.attempt(
      tool,
      args,
      { sessionId, idempotencyKey, signal, reach, report, hangUp },
      deadline,
    );
    report('tool.finished', {
      callId,
      name: tool.name,
      outcome,
      result: JSON.stringify(answer.content),
      durationMs: Date.now() - startedAt,
    });
    return answer;
  }

  /** A tool that throws or takes too long answers the model in words all the same. */
  private async attempt(
    tool: TalkTool<Reach>,
    args: Record<string, unknown>,
    call: ToolCall<Reach>,
    deadline: AbortSignal,
  ): Promise<{ answer: ToolAnswer; outcome: Outcome }> {
    try {
      const answer = await untilAborted(tool.run(args, call), call.signal);
      return { answer, outcome: answer.ok ? 'done' : 'failed' };
    } catch (error) {
      const outcome = deadline.aborted ? 'timeout' : call.signal.aborted ? 'cancelled' : 'failed';
      if (outcome === 'failed') this.options.onFault(error, tool.name);
      return { answer: { ok: false, content: sorry(outcome) }, outcome };
    }
  }

  /** Waits until what the model said along with the call has been heard; false when it said nothing. */
  private async spokeBefore(ctx: voice.RunContext): Promise<boolean> {
    await untilAborted(
      ctx.waitForPlayout(),
      AbortSignal.any([AbortSignal.timeout(PLAYOUT_DEADLINE_MS), this.options.signal]),
    ).catch(() => undefined);
    return ctx.speechHandle.chatItems.some((item) => item.type === 'message');
  }
}

/** A tool that never settles would hold the answer, and the end of the talk, for ever. */
async function untilAborted<T>(work: Promise<T>, signal: AbortSignal): Promise<T> {
  const aborted = Promise.withResolvers<typeof ABORTED>();
  const abort = () => aborted.resolve(ABORTED);
  signal.addEventListener('abort', abort, { once: true });
  try {
    if (signal.aborted) abort();
    const first = await Promise.race([work, aborted.promise]);
    if (first === ABORTED) {
      work.catch(() => undefined); // it may fail after nobody waits for it any more
      throw signal.reason instanceof Error ? signal.reason : new Error('aborted');
    }
    return first;
  } finally {
    signal.removeEventListener('abort', abort);
  }
}

function sorry(outcome: Outcome): ToolAnswer['content'] {
  const message =
    outcome === 'timeout'
      ? 'This takes too long just now. Tell the customer so, and that you can try again.'
      : 'This did not work just now. Tell the customer so, without details.';
  return { success: false, message };
}
