import { z } from 'zod';
import type { EventPayload, EventType } from '#conversation';
import type { TalkTool, ToolAnswer, ToolCall } from './talk-tool.js';
import { ToolRunner } from './tool-runner.js';

const parameters = z.object({ type: z.string() });

function tool(run: (call: ToolCall<unknown>) => Promise<ToolAnswer>, deadlineMs = 1_000) {
  const robotAction: TalkTool<unknown, typeof parameters> = {
    name: 'robot_action',
    description: 'Moves.',
    parameters,
    deadlineMs,
    run: (_args, call) => run(call),
  };
  return robotAction;
}

function runner() {
  const told: { type: EventType; payload: EventPayload }[] = [];
  const faults: unknown[] = [];
  const ending = new AbortController();
  const made = new ToolRunner<unknown>({
    sessionId: 's',
    reach: {},
    report: (type, payload) => told.push({ type, payload }),
    signal: ending.signal,
    onFault: (error) => faults.push(error),
  });
  const call = (one: TalkTool) =>
    made.run(one, { type: 'gesture' }, 'call_1', new AbortController().signal, () => undefined);
  const finished = () => told.find(({ type }) => type === 'tool.finished')?.payload;
  return { call, told, faults, ending, finished };
}

describe(ToolRunner.name, () => {
  it('tells of the call before and after, under one key', async () => {
    const { call, told, finished } = runner();
    let key = '';
    await call(
      tool(
        ({ idempotencyKey }) => ((key = idempotencyKey), Promise.resolve({ ok: true, content: { done: 1 } })),
      ),
    );
    expect(told.map(({ type }) => type)).toEqual(['tool.called', 'tool.finished']);
    expect(told[0]?.payload).toMatchObject({
      name: 'robot_action',
      arguments: { type: 'gesture' },
      idempotencyKey: key,
    });
    expect(finished()).toMatchObject({ callId: 'call_1', outcome: 'done', result: '{"done":1}' });
  });

  it('answers in words when a tool throws, and keeps the fault for the log', async () => {
    const { call, faults, finished } = runner();
    const answer = await call(tool(() => Promise.reject(new Error('password=hunter2'))));
    expect(JSON.stringify(answer)).not.toContain('hunter2');
    expect(answer.content).toMatchObject({ success: false });
    expect(finished()).toMatchObject({ outcome: 'failed' });
    expect(faults).toHaveLength(1);
  });

  it('gives up on a tool that never settles', async () => {
    const { call, finished } = runner();
    await call(tool(() => new Promise(() => undefined), 20));
    expect(finished()).toMatchObject({ outcome: 'timeout' });
  });

  it('cancels what runs when the talk ends', async () => {
    const { call, ending, finished } = runner();
    const running = call(tool(() => new Promise(() => undefined)));
    ending.abort();
    await running;
    expect(finished()).toMatchObject({ outcome: 'cancelled' });
  });
});
