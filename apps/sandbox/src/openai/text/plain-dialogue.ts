import type { HeardTurn, Reply } from '../../dialogue/travel-dialogue.js';
import type { Dialogue } from '../realtime/mind.js';

const LONGEST_ECHO = 200;

/** Stands in for an agent that has nothing to do with travel: it makes no claims, and shows that it was reached and what it heard. */
export class PlainDialogue implements Dialogue {
  declare(): void {}

  greet(): Reply {
    return { say: 'Hello, this is the sandbox. How can I help you?' };
  }

  read(text: string): Reply {
    return { say: `I am only the sandbox, not the real model. I heard you say: ${echo(text)}` };
  }

  hear({ text, unclear }: HeardTurn): Reply {
    return unclear ? { say: 'Sorry, that was unclear to me. I am only the sandbox.' } : this.read(text);
  }

  toolResult(): Reply {
    return {};
  }
}

function echo(text: string): string {
  const words = text.trim().replaceAll(/\s+/g, ' ');
  const short = words.length > LONGEST_ECHO ? `${words.slice(0, LONGEST_ECHO).trimEnd()} …` : words;
  return /[.!?…]$/.test(short) ? short : `${short}.`;
}
