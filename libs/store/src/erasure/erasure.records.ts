export interface Erased {
  conversations: number;
  sessions: number;
  messages: number;
  events: number;
}

/** Whom a conversation was with: as a contact of ours, or by the client's name for them. */
export type Person = { contactId: string } | { userId: string };

/** Everything by which a person is found in what is kept. */
export interface Traces {
  conversations: string[];
  sessions: string[];
  rooms: string[];
  contacts: string[];
  /** What they are called: by clients, in rooms, as a contact. */
  names: string[];
}

export const NOTHING: Erased = { conversations: 0, sessions: 0, messages: 0, events: 0 };

export function sum(a: Erased, b: Erased): Erased {
  return {
    conversations: a.conversations + b.conversations,
    sessions: a.sessions + b.sessions,
    messages: a.messages + b.messages,
    events: a.events + b.events,
  };
}
