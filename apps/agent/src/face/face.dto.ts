/** The process answers. */
export class LivenessDto {
  /** @example ok */
  status!: string;
  service!: string;
  /** Names this process in claims and in the log. */
  process!: string;
  /** Whole seconds. */
  uptime!: number;
  timestamp!: string;
}

/** Whether this process takes sessions. */
export class ReadinessDto {
  /** `ok`, or `unavailable` with status 503. */
  status!: string;
  /** Registered with LiveKit. */
  livekit!: boolean;
  draining!: boolean;
}

/** How much of this process is in use. */
export class LoadDto {
  sessions!: number;
  maxSessions!: number;
  /** Takes no more sessions: all places taken, draining, or the spool is full. */
  full!: boolean;
  draining!: boolean;
  /** Events that the api has not confirmed yet. */
  eventsWaiting!: number;
  /** Resident memory in bytes. */
  memoryBytes!: number;
}

/** A session in this process. */
export class OpenSessionDto {
  sessionId!: string;
  room!: string;
  jobId!: string;
  since!: string;
}

export class OpenSessionsDto {
  items!: OpenSessionDto[];
}
