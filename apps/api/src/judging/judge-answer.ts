import type { EventPayload, Intent } from '#conversation';
import { VendorFault } from '#providers';
import { z } from 'zod';

/** An intent that a message was found to have. */
export interface Meant {
  intent: Intent;
  /** 0 to 1. */
  confidence: number;
}

/** With what it took to find it out, where the vendor counts. */
export interface Judgement extends Verdict {
  usage: EventPayload<'usage.added'> | undefined;
}

export interface Verdict {
  /** The surest first, each once. */
  meant: Meant[];
  /** What the model says of the speaker, unread; undefined where it was not asked. */
  contact: unknown;
  /** How many intents it named that are none of the list, or in a form that is none. */
  ignored: number;
}

/** Of a fault, in place of what the model wrote: that may be speech. */
const NOT_OF_THE_FORM = 'not_of_the_form';

const Answer = z.object({ intents: z.unknown().optional(), contact: z.unknown().optional() });
const Named = z.object({ name: z.string(), confidence: z.number().min(0).max(1) });

/** What a model answered, as far as it was asked: nothing it makes up gets through. @throws VendorFault where it is no answer at all */
export function readVerdict(
  text: string,
  labels: ReadonlyMap<string, Intent>,
  wantsContact: boolean,
): Verdict {
  const answer = Answer.safeParse(parsed(text));
  const named = labels.size === 0 ? [] : answer.data?.intents;
  if (!answer.success || !Array.isArray(named)) {
    throw new VendorFault('answer_failed', undefined, undefined, NOT_OF_THE_FORM);
  }
  const surest = new Map<Intent, number>();
  let ignored = 0;
  for (const candidate of named as readonly unknown[]) {
    const { data } = Named.safeParse(candidate);
    const intent = data && labels.get(data.name);
    if (intent) surest.set(intent, Math.max(data.confidence, surest.get(intent) ?? 0));
    else ignored += 1;
  }
  const meant = [...surest].map(([intent, confidence]) => ({ intent, confidence }));
  return {
    meant: meant.toSorted((a, b) => b.confidence - a.confidence),
    contact: wantsContact ? answer.data.contact : undefined,
    ignored,
  };
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
