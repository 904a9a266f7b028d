import { z } from 'zod';
import type { EndReason } from '#conversation';
import type { DeclaredTool, ToolRequest } from '#providers';
import type { TalkTool } from '../talk-tool.js';
import type { ToolRunner } from '../tool-runner.js';
import { readArguments } from './read-arguments.js';

/** The tools of one agent: told to the model, and run when it asks for them. */
export class ToolDesk<Reach> {
  readonly declared: readonly DeclaredTool[];

  constructor(
    private readonly tools: readonly TalkTool<Reach>[],
    private readonly runner: ToolRunner<Reach>,
    /** Of the talk: what a tool has begun is not broken off by a person who goes on talking. */
    private readonly signal: AbortSignal,
  ) {
    this.declared = tools.map(({ name, description, parameters }) => ({
      name,
      description,
      parameters: z.toJSONSchema(parameters),
    }));
  }

  /** What the tools answer, as JSON, in the order they were asked for. */
  use(wishes: readonly ToolRequest[], hangUp: (reason: EndReason) => void): Promise<string[]> {
    return Promise.all(wishes.map((wish) => this.useOne(wish, hangUp)));
  }

  private async useOne(
    { callId, name, arguments: written }: ToolRequest,
    hangUp: (reason: EndReason) => void,
  ): Promise<string> {
    const tool = this.tools.find((each) => each.name === name);
    if (!tool) return refusal(`There is no tool ${name}.`);
    const args = readArguments(tool.parameters, written);
    if (!args.success) return refusal(args.message);
    const { content } = await this.runner.run(tool, args.data, callId, this.signal, hangUp);
    return JSON.stringify(content);
  }
}

function refusal(message: string): string {
  return JSON.stringify({ success: false, message });
}
