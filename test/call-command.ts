import { fileURLToPath } from 'node:url';
import { outputOf } from './output-of.ts';
import type { Output } from './output-of.ts';

const MAIN = fileURLToPath(new URL('../src/call/main.ts', import.meta.url));

/** `npm run call -- …`, without npm. */
export function runCall(...args: string[]): Promise<Output> {
  return outputOf(process.execPath, ['--disable-warning=ExperimentalWarning', MAIN, ...args]);
}
