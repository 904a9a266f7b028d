import type { Finding, State } from './finding.ts';

const STATE_WIDTH = 9;
const PART_WIDTH = 15;
const COLOURS: Record<State, number> = { ok: 32, simulated: 36, off: 90, warning: 33, wrong: 31 };

/** `  wrong     openai          OPENAI_API_KEY is refused`, and below it the cure. */
export function describe(finding: Finding, inColour: boolean): string {
  const { state, part } = finding;
  const word = state.padEnd(STATE_WIDTH);
  const head = `  ${inColour ? `\x1b[${COLOURS[state]}m${word}\x1b[0m` : word} ${part.padEnd(PART_WIDTH)}`;
  if (!('problem' in finding)) return `${head} ${finding.detail}`;
  const indent = ' '.repeat(STATE_WIDTH + PART_WIDTH + 4);
  return `${head} ${finding.problem}\n${indent}cure: ${finding.cure}`;
}

/** The last line. */
export function summary(findings: readonly Finding[]): string {
  const count = (state: State) => findings.filter((finding) => finding.state === state).length;
  const [faults, warnings] = [count('wrong'), count('warning')];
  const warned = warnings ? `${warnings} ${warnings === 1 ? 'warning' : 'warnings'}` : '';
  if (!faults) return `Nothing is wrong${warned && `; ${warned}`}.`;
  return `${faults} ${faults === 1 ? 'thing is' : 'things are'} wrong${warned && `, ${warned}`}.`;
}
