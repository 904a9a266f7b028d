import { Injectable, Logger } from '@nestjs/common';
import type { BeforeApplicationShutdown } from '@nestjs/common';
import { RecordingFiles, RecordingsUnavailable } from '#recording';
import { within } from '#talk/within';
import { ChatClient } from '../chat/chat.client.js';
import { DjangoClient } from '../django/django.client.js';
import { PeerUnavailable } from '../peer/peer-unavailable.js';
import { SupabaseAgents } from '../supabase/supabase-agents.js';
import type { PartHealthDto } from './health.dto.js';

type Verdict = Omit<PartHealthDto, 'part'>;

/** A backend that this api works with where it is configured, and how it is looked at. */
interface Peer {
  part: string;
  /** What its address must be. */
  address: string;
  /** What it must take. */
  secret: string;
  /** What makes it one that is worked with. */
  whileOff: string;
  /** What it answers when all is well. */
  well: readonly number[];
  /** The status of its answer; undefined where it is not configured. @throws PeerUnavailable, RecordingsUnavailable */
  look: (signal: AbortSignal) => Promise<number | undefined>;
}

const LOOK_WITHIN_MS = 3_000;
/** Whoever asks for readiness asks often, and everybody may: they are not asked each time. */
const FRESH_MS = 15_000;
/** A probe waits no longer for those that nothing depends on. */
const PATIENCE_MS = 500;

const OK: Verdict = { state: 'ok', problem: null, cure: null };

/** Backends beside this one. Talks go on without them, so nothing here makes the api unready. */
@Injectable()
export class PeerParts implements BeforeApplicationShutdown {
  private readonly logger = new Logger(PeerParts.name);
  private readonly closing = new AbortController();
  private readonly peers: readonly Peer[];
  private readonly found = new Map<string, { verdict: Verdict; at: number }>();
  private readonly looking = new Map<string, Promise<Verdict>>();

  constructor(django: DjangoClient, supabase: SupabaseAgents, chat: ChatClient, recordings: RecordingFiles) {
    this.peers = [
      {
        ...{ part: 'django', address: 'DJANGO_BASE_URL', secret: 'DJANGO_INGEST_TOKEN' },
        whileOff: 'DJANGO_BASE_URL and DJANGO_INGEST_TOKEN turn it on',
        well: [200, 400, 422],
        look: (signal) => django.look(LOOK_WITHIN_MS, signal),
      },
      {
        ...{ part: 'supabase', address: 'SUPABASE_URL', secret: 'SUPABASE_SERVICE_ROLE_KEY' },
        whileOff: 'SUPABASE_URL and SUPABASE_SERVICE_ROLE_KEY turn it on',
        well: [200, 206],
        look: (signal) => supabase.look(LOOK_WITHIN_MS, signal),
      },
      {
        ...{ part: 'chat', address: 'CHAT_SERVICE_URL', secret: 'INTERNAL_SERVICE_TOKEN' },
        whileOff: 'CHAT_SERVICE_URL and INTERNAL_SERVICE_TOKEN turn it on',
        well: [200, 400, 422],
        look: (signal) => chat.look(LOOK_WITHIN_MS, signal),
      },
      {
        part: 'recordings',
        address: 'S3_ENDPOINT and S3_BUCKET',
        secret: 'S3_ACCESS_KEY_ID and S3_SECRET_ACCESS_KEY',
        whileOff: 'S3_BUCKET keeps them in a bucket instead of RECORDINGS_DIR',
        well: [200],
        look: (signal) => recordings.look(AbortSignal.any([signal, AbortSignal.timeout(LOOK_WITHIN_MS)])),
      },
    ];
  }

  /** As they were found a moment ago. Never rejects, and takes no longer than half a second. */
  list(): Promise<PartHealthDto[]> {
    return Promise.all(
      this.peers.map(async (peer) => ({ part: peer.part, ...(await this.verdictSoon(peer)) })),
    );
  }

  beforeApplicationShutdown(): void {
    this.closing.abort();
  }

  private async verdictSoon(peer: Peer): Promise<Verdict> {
    const { part } = peer;
    const before = this.found.get(part);
    if (before && Date.now() - before.at < FRESH_MS) return before.verdict;
    return (await within(PATIENCE_MS, this.lookOnce(peer))) ?? before?.verdict ?? NOT_YET;
  }

  /** One look at a time at each. */
  private lookOnce(peer: Peer): Promise<Verdict> {
    const { part } = peer;
    const underWay = this.looking.get(part);
    if (underWay) return underWay;
    const looking = this.lookAt(peer)
      .then((verdict) => {
        this.found.set(part, { verdict, at: Date.now() });
        return verdict;
      })
      .finally(() => this.looking.delete(part));
    this.looking.set(part, looking);
    return looking;
  }

  /** Never rejects. */
  private async lookAt(peer: Peer): Promise<Verdict> {
    try {
      const status = await peer.look(this.closing.signal);
      if (status !== undefined) return statusVerdict(peer, status);
      return { state: 'off', problem: null, cure: peer.whileOff };
    } catch (error) {
      if (!(error instanceof PeerUnavailable || error instanceof RecordingsUnavailable))
        this.logger.error('fault in looking at a backend', { err: error, part: peer.part });
      const problem = error instanceof PeerUnavailable ? error.message : 'It cannot be reached.';
      return {
        state: 'warning',
        problem,
        cure: `look whether it is up, at ${peer.address} and at the way there`,
      };
    }
  }
}

const NOT_YET: Verdict = {
  state: 'warning',
  problem: 'It has not answered yet.',
  cure: 'ask again in some seconds: then it has, or its time is over',
};

function statusVerdict({ address, secret, well }: Peer, status: number): Verdict {
  if (well.includes(status)) return OK;
  if (status === 401 || status === 403)
    return {
      state: 'warning',
      problem: `It refuses the credential (${status}).`,
      cure: `set ${secret} to what it asks for`,
    };
  return {
    state: 'warning',
    problem: `It answers ${status}, as if it were something else.`,
    cure: `${address} must lead to it; npm run doctor says what is expected there`,
  };
}
