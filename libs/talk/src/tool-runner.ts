import { newId } from '#conversation';
import type { EndReason, EventPayload } from '#conversation';
import type { Report, TalkTool, ToolAnswer, ToolCall } from './talk-tool.js';

interface ToolRunnerOptions<Reach> {
  sessionId: string;
  reach: Reach;
  report: Report;
  /** Aborted when the talk ends. */
  signal: AbortSignal;
  /** Faults of ours in a tool: for the log. */
  onFault: (error: unknown, tool: string) => void;
}

type Outcome = EventPayload<'tool.finished'>['outcome'];

const ABORTED = Symbol('aborted');

/** Runs tools: each call has a deadline, an idempotency key, and is told from beginning to end. */
export class ToolRunner<Reach> {
  constructor(private readonly options: ToolRunnerOptions<Reach>) {}

  /** One call, from the event that it began to the event of how it ended. */
  async run(
    tool: TalkTool<Reach>,
    args: Record<string, unknown>,
    callId: string,
    callSignal: AbortSignal,
    hangUp: (reason: EndReason) => void,
  ): Promise<ToolAnswer> {
    const { sessionId, reach, report } = this.options;
    const idempotencyKey = newId();
    const deadline = AbortSignal.timeout(tool.deadlineMs);
    const signal = AbortSignal.any([deadline, callSignal, this.options.signal]);
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
}

/** A tool that never settles would hold the answer, and the end of the talk, for ever. */
export async function untilAborted<T>(work: Promise<T>, signal: AbortSignal): Promise<T> {
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
