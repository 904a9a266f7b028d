import type { Question } from './language-model.js';

const GO_ON =
  'Your answer above was cut off there and the person has heard it. Go on exactly where it ends, with the very next words: do not ' +
  'greet, do not apologise, do not repeat anything. If its last word was cut off, begin with that word. If nothing is missing, say nothing.';

/** The question for one who goes on with an answer that another began. */
export function continued(question: Question, said: string): Question {
  if (!said.trim()) return question;
  return {
    ...question,
    messages: [
      ...question.messages,
      { role: 'assistant', content: said },
      { role: 'system', content: GO_ON },
    ],
  };
}
