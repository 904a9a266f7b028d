/** What a contact has at most one of. */
export const CONTACT_FIELDS = ['name', 'email', 'phone', 'company', 'language'] as const;
export type ContactField = (typeof CONTACT_FIELDS)[number];
/** What can be captured, and be corrected by a person. */
export type ContactPart = ContactField | 'preferences';

/** What a person said, or had a tool told; `model`: what a language model read out of what they said. */
export interface ContactSource {
  by: 'message' | 'tool' | 'model';
  /** The event: of a message its id, of a tool its call. */
  eventId: string;
  sessionId: string;
  at: number;
}

export interface ContactRecord extends Record<ContactField, string | null> {
  tenantId: string;
  id: string;
  preferences: Record<string, string>;
  /** Where each part comes from, oldest first; of one that a person set, nothing. */
  sources: Partial<Record<ContactPart, ContactSource[]>>;
  /** What a person set: it stays, whatever is said. */
  corrected: ContactPart[];
  createdAt: number;
  updatedAt: number;
}

/** A phone number is E.164, an address as `emailAddress` gives it. */
export type ContactFields = Partial<Record<ContactField, string>>;

export interface Capture {
  tenantId: string;
  conversationId: string;
  fields: ContactFields;
  preferences: Record<string, string>;
  source: ContactSource;
  now: number;
}

export interface Captured {
  contact: ContactRecord;
  isNew: boolean;
  /** What is new of the contact, or another than before. */
  parts: ContactPart[];
  /** The contacts that turned out to be the same person, and are this one now. */
  merged: string[];
}

/** Null takes a part away. */
export type Correction = Partial<Record<ContactField, string | null>> & {
  preferences?: Record<string, string>;
};

export interface ContactFilter {
  /** Words of name, company or address. */
  text?: string | undefined;
  email?: string | undefined;
  phone?: string | undefined;
}
