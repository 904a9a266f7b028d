import { parentPort } from 'node:worker_threads';

export interface JudgeRequest {
  id: number;
  text: string;
  /** As a recogniser told it. */
  language: string | null;
}

export interface JudgeAnswer {
  id: number;
  language: string | null;
  sentiment: number | null;
}

// Runs in a thread of its own: what knows languages takes a third of a second to load, in which no talk would go on.

/** How far the first language has to be ahead of the second: Hindi and Marathi, Portuguese and Catalan are taken for each other. */
const CLEAR_LEAD = 0.02;

const { SentimentIntensityAnalyzer } = (await import('vader-sentiment')).default;

parentPort?.on('message', ({ id, text, language: told }: JudgeRequest) => {
  void judge(text, told).then((judgement) =>
    parentPort?.postMessage({ id, ...judgement } satisfies JudgeAnswer),
  );
});

async function judge(text: string, told: string | null): Promise<Omit<JudgeAnswer, 'id'>> {
  const language = told ?? (await languageOf(text));
  const isEnglish = /^en\b/i.test(language ?? '');
  // Of what VADER was made for, and nothing else.
  const sentiment = isEnglish ? SentimentIntensityAnalyzer.polarity_scores(text).compound : null;
  return { language, sentiment };
}

/** ISO 639-1; null for a text that is too short or could be two languages. Loaded when a recogniser first tells none. */
async function languageOf(text: string): Promise<string | null> {
  const { eld } = await import('eld/extrasmall');
  const found = eld.detect(text);
  if (!found.isReliable()) return null;
  const [first = 0, second = 0] = Object.values(found.getScores()).toSorted((a, b) => b - a);
  return first - second >= CLEAR_LEAD ? found.language : null;
}
