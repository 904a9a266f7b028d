/** Where it is said for whom and for what a talk is, in the order in which they are believed (seed S3). */
export interface MetadataSources {
  /** Of the dispatch. */
  job?: string;
  room?: string;
  participants?: readonly { identity: string; metadata: string }[];
  /** Whom the session is for: nobody else in the room has a say. Null when that is not known. */
  personIdentity: string | null;
}

export type MetadataSource = 'job' | 'room' | 'participant';

export interface TalkMetadata {
  /** Under names in camelCase. */
  fields: Record<string, unknown>;
  /** What could not be read, for the log. */
  skipped: { source: MetadataSource; reason: string }[];
}

/** Merges them field by field: what an earlier source says stands. `agent_id` and `agentId` are the same field. */
export function mergeMetadata({ job, room, participants, personIdentity }: MetadataSources): TalkMetadata {
  const person = participants?.find(({ identity }) => identity === personIdentity);
  const sources: [MetadataSource, string | undefined][] = [
    ['job', job],
    ['room', room],
    ['participant', person?.metadata],
  ];
  const merged = new Map<string, unknown>();
  const skipped: TalkMetadata['skipped'] = [];
  for (const [source, text] of sources) {
    const read = readFields(text);
    if ('reason' in read) skipped.push({ source, reason: read.reason });
    else for (const [name, value] of read.fields) if (!merged.has(name)) merged.set(name, value);
  }
  return { fields: Object.fromEntries(merged), skipped };
}

function readFields(text: string | undefined): { fields: Map<string, unknown> } | { reason: string } {
  if (!text?.trim()) return { fields: new Map() };
  const json = parsed(text);
  if (json === undefined) return { reason: 'not JSON' };
  if (typeof json !== 'object' || json === null || Array.isArray(json)) return { reason: 'not an object' };
  const named = Object.entries(json).filter(([, value]) => saysSomething(value));
  const snake = named.map(([name, value]): [string, unknown] => [camelCase(name), value]);
  // A name that is written as we write it is meant more than one that only becomes the same.
  return { fields: new Map([...snake, ...named.filter(([name]) => camelCase(name) === name)]) };
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** An empty field is one that was not filled in: the next source may know. */
function saysSomething(value: unknown): boolean {
  return value !== null && !(typeof value === 'string' && value.trim() === '');
}

function camelCase(name: string): string {
  return name.replace(/(?<=[a-z0-9])_([a-z0-9])/g, (_, letter: string) => letter.toUpperCase());
}
