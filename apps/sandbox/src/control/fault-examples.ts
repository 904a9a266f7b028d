/** Bodies to try in the documentation's page. */
export const FAULT_EXAMPLES = {
  slow: { summary: 'Answer two seconds late', value: { latencyMs: 2_000 } },
  failing: { summary: 'Fail the next three requests', value: { fail: { next: 3, status: 503 } } },
  overloaded: {
    summary: 'Fail the next response on an open socket',
    value: { fail: { next: 1, status: 429, at: 'response' } },
  },
  stalled: { summary: 'Begin answers and never end them', value: { stall: 'stream' } },
  stalledOnce: { summary: 'Begin one answer and never end it', value: { stall: 'stream', stallNext: 1 } },
  busy: {
    summary: 'Refuse the next five connections as too many',
    value: { fail: { next: 5, status: 429, retryAfterS: 1 } },
  },
  goodbyes: { summary: 'Close every socket at once, in good order', value: { close: { next: 1_000 } } },
  cut: { summary: 'Cut the next socket after five pieces of an answer', value: { drop: { afterDeltas: 5 } } },
  garbled: { summary: 'Break a piece of the next answer', value: { garbage: { next: 1 } } },
  oneTalk: {
    summary: 'Look well and say nothing to one session only',
    value: { onlyFor: 'sess_1', brownOut: true },
  },
  brownOut: { summary: 'Look well and say nothing', value: { brownOut: true } },
  expired: { summary: 'Refuse every credential', value: { refuseCredentials: true } },
};
