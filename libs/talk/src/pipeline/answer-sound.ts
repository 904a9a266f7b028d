import { setTimeout as pause } from 'node:timers/promises';
import { VendorFault } from '#providers';
import type { AnswerDraft } from './answer-draft.js';
import type { Turn } from './turn.js';

/** So many times tools may be asked for before the model has to answer. */
const MOST_STEPS = 6;
/** A question that a vendor could not answer is asked so often in all, while the person hears words to wait. */
const MOST_ATTEMPTS = 3;
const BETWEEN_ATTEMPTS_MS = 500;

export interface AnswerSoundOptions {
  turn: Turn;
  /** A new question with all that is known by now. */
  ask: () => AnswerDraft;
  /** Runs what the model asked for and keeps it in the history; false when the model is not to say more. */
  useTools: (draft: AnswerDraft) => Promise<boolean>;
  /** A sentence begins to be heard. */
  onSentence: (text: string) => void;
}

/** An answer as sound: the model's words, what its tools bring, and the words after them. */
export async function* answerSound(
  first: AnswerDraft,
  { turn, ask, useTools, onSentence }: AnswerSoundOptions,
): AsyncGenerator<Int16Array, void, undefined> {
  const { signal } = turn.over;
  let draft: AnswerDraft | undefined = first;
  for (let step = 0; draft && step < MOST_STEPS && !signal.aborted; step += 1) {
    const current: AnswerDraft = draft;
    const stop = () => current.cancel();
    signal.addEventListener('abort', stop, { once: true });
    current.claim();
    // While what was said along with the wish for a tool is still being heard, the tool runs and the next words are made.
    const following = followUp(current, turn, ask, useTools);
    following.catch(() => undefined); // told below, after what was said before
    const { spokeBefore, fault } = yield* sayAll(current, turn, onSentence);
    signal.removeEventListener('abort', stop);
    if (fault === undefined) draft = await following;
    else if (!spokeBefore && !signal.aborted && turn.attempt(MOST_ATTEMPTS, fault)) {
      await pause(BETWEEN_ATTEMPTS_MS, undefined, { signal }).catch(() => undefined);
      draft = ask();
    } else throw fault;
  }
}

async function* sayAll(
  draft: AnswerDraft,
  turn: Turn,
  onSentence: (text: string) => void,
): AsyncGenerator<Int16Array, { spokeBefore: boolean; fault?: VendorFault }, undefined> {
  let spokeBefore = false;
  try {
    for await (const { text, sound } of draft.sentences()) {
      let isNew = true;
      for await (const piece of sound) {
        if (isNew) {
          turn.spoken.begin(text);
          onSentence(text);
        }
        isNew = false;
        spokeBefore = true;
        turn.begun(draft);
        turn.spoken.add(piece.length);
        yield piece;
      }
    }
  } catch (error) {
    if (!(error instanceof VendorFault)) throw error;
    draft.cancel();
    return { spokeBefore, fault: error };
  }
  return { spokeBefore };
}

async function followUp(
  draft: AnswerDraft,
  { over: { signal } }: Turn,
  ask: () => AnswerDraft,
  useTools: (draft: AnswerDraft) => Promise<boolean>,
): Promise<AnswerDraft | undefined> {
  await draft.read;
  if (signal.aborted || draft.tools.length === 0) return undefined;
  const goesOn = await useTools(draft);
  return goesOn && !signal.aborted ? ask() : undefined;
}
