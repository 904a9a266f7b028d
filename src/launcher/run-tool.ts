import { execFile } from 'node:child_process';
import { describeExit, Leashed } from './leashed.ts';
import type { Program } from './leashed.ts';

const TAIL_CHARACTERS = 16_384;
const END_GRACE_MS = 1500;
const ASK_LIMIT_MS = 5000;

export interface ToolResult {
  ok: boolean;
  /** The end of what it printed, on either stream. */
  output: string;
  /** `ended with code 1`, `took longer than 60 s`. */
  how: string;
}

/** Runs a program to its end, under a time limit and a signal, leaving nothing behind. */
export async function runTool(
  program: Program,
  timeLimitMs: number,
  signal: AbortSignal,
): Promise<ToolResult> {
  const tool = new Leashed(program);
  let output = '';
  const collect = (chunk: Buffer) => (output = (output + chunk.toString()).slice(-TAIL_CHARACTERS));
  tool.stdout?.on('data', collect);
  tool.stderr?.on('data', collect);

  const limit = AbortSignal.timeout(timeLimitMs);
  const stopped = AbortSignal.any([limit, signal]);
  const end = () => void tool.end(END_GRACE_MS);
  stopped.addEventListener('abort', end, { once: true });
  if (stopped.aborted) end();
  const exit = await tool.exited;
  stopped.removeEventListener('abort', end);

  const how = limit.aborted ? `took longer than ${Math.round(timeLimitMs / 1000)} s` : describeExit(exit);
  return { ok: exit.code === 0 && !stopped.aborted, output, how };
}

/** What a small program prints when asked about itself, undefined when it does not answer properly in time. */
export function ask(command: string, args: string[], env: NodeJS.ProcessEnv): Promise<string | undefined> {
  return new Promise((resolve) => {
    const options = { env, timeout: ASK_LIMIT_MS, killSignal: 'SIGKILL' as const };
    execFile(command, args, options, (error, stdout, stderr) => resolve(error ? undefined : stdout + stderr));
  });
}
