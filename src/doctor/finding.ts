/** How a part is. `off`: not configured, and nothing is wrong with that. `simulated`: the sandbox plays it. */
export type State = 'ok' | 'simulated' | 'off' | 'warning' | 'wrong';

/** What a look at a part brought. What is not well always comes with its cure. */
export type Verdict =
  | { state: 'ok' | 'simulated' | 'off'; detail: string }
  | { state: 'warning' | 'wrong'; problem: string; cure: string };

/** A verdict and what it is about: the words of `npm run doctor` and of `/health/ready`. */
export type Finding = { part: string } & Verdict;

export function ok(detail: string): Verdict {
  return { state: 'ok', detail };
}

export function simulated(detail: string): Verdict {
  return { state: 'simulated', detail };
}

export function off(detail: string): Verdict {
  return { state: 'off', detail };
}

/** It works, and somebody should know. */
export function warning(problem: string, cure: string): Verdict {
  return { state: 'warning', problem, cure };
}

/** It does not work: the command ends with 1. */
export function wrong(problem: string, cure: string): Verdict {
  return { state: 'wrong', problem, cure };
}
