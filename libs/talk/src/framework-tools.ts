import { llm, voice } from '@livekit/agents';
import type { EndReason } from '#conversation';
import type { TalkTool } from './talk-tool.js';
import type { ToolRunner } from './tool-runner.js';
import { untilAborted } from './tool-runner.js';

interface FrameworkToolsOptions<Reach> {
  runner: ToolRunner<Reach>;
  /** Aborted when the talk ends. */
  signal: AbortSignal;
  /** The talk is to end: now, when the goodbye has been heard, or after the answer that is still to come. */
  hangUp: (reason: EndReason, when: 'now' | 'after_answer') => void;
}

/** A goodbye that is never finished must not keep the line open. */
const PLAYOUT_DEADLINE_MS = 15_000;

/** Hands our tools to the framework, which wants named tools as an array; its object form refuses them. */
export function frameworkTools<Reach>(
  tools: readonly TalkTool<Reach>[],
  { runner, signal, hangUp }: FrameworkToolsOptions<Reach>,
): llm.ToolContextEntry[] {
  return tools.map((tool) =>
    llm.tool({
      name: tool.name,
      description: tool.description,
      parameters: tool.parameters,
      execute: async (args, { ctx, toolCallId, abortSignal }) => {
        let wish: EndReason | undefined;
        const answer = await runner.run(tool, args, toolCallId, abortSignal, (reason) => (wish = reason));
        if (!wish) return answer.content; // which the framework makes JSON
        const goodbyeSaid = await spokeBefore(ctx, signal);
        hangUp(wish, goodbyeSaid ? 'now' : 'after_answer');
        if (goodbyeSaid) throw new voice.StopResponse();
        return answer.content;
      },
    }),
  );
}

/** Waits until what the model said along with the call has been heard; false when it said nothing. */
async function spokeBefore(ctx: voice.RunContext, signal: AbortSignal): Promise<boolean> {
  const deadline = AbortSignal.timeout(PLAYOUT_DEADLINE_MS);
  await untilAborted(ctx.waitForPlayout(), AbortSignal.any([deadline, signal])).catch(() => undefined);
  return ctx.speechHandle.chatItems.some((item) => item.type === 'message');
}
