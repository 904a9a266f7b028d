/** The tenant of callers without a credential. */
export const ANONYMOUS_TENANT = 'anonymous';

/** Names that clients give to everybody: the widget of seed S3. */
const NAMES_OF_MANY: ReadonlySet<string> = new Set(['widget-user']);

/**
 * Whether the client's name for a person is one person's. A caller without a credential can give any name, and must not hear by it what
 * another said.
 */
export function namesOnePerson(tenantId: string, userId: string | null): userId is string {
  return userId !== null && tenantId !== ANONYMOUS_TENANT && !NAMES_OF_MANY.has(userId);
}

/** The tools that are told who a person is. */
export const CONTACT_TOOLS = ['save_contact', 'save_customer_lead'] as const;

export interface EarlierTalk {
  /** ISO 8601: when it began. */
  at: string;
  /** The last that was said in it, oldest first. */
  messages: { role: 'user' | 'agent'; text: string }[];
}

/** What is known of a person when a talk begins. All of it was said or written by others: data, and no instructions. */
export interface KnownPerson {
  name: string | null;
  email: string | null;
  /** E.164. */
  phone: string | null;
  company: string | null;
  /** BCP 47. */
  language: string | null;
  preferences: Record<string, string>;
  /** Newest first. */
  talks: EarlierTalk[];
}
