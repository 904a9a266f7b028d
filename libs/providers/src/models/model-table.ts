/** A model that its vendor stops. Without imports: `npm run doctor` reads it before anything is built. */
export interface StoppingModel {
  vendor: string;
  model: string;
  /** The day, UTC, on which it is gone. */
  stopsOn: string;
  successor: string;
  /** The successor is spoken with in another way, so that none takes the place by itself. */
  isElsewhere: boolean;
  /** Where that is written. */
  source: string;
  /** Whether the vendor itself wrote it. */
  firstHand: boolean;
}

export interface ModelNotice extends StoppingModel {
  hasStopped: boolean;
}

const OPENAI_DEPRECATIONS = 'https://developers.openai.com/api/docs/deprecations';
const RETELL_REPLACEMENTS = 'https://docs.retellai.com/deprecation-notice/2027/01-19_model_replacements';
const WHISPER_DEPRECATION = 'https://www.developersdigest.tech/blog/whisper-1-gpt-4o-transcribe-deprecation';
const CARTESIA_CHANGES = 'https://docs.cartesia.ai/build-with-cartesia/tts-models/api-changes.md';
const JANUARY_DATES =
  'https://dev.to/max_bob/openai-api-deprecations-2026-2027-every-shutdown-date-and-recommended-replacement-gpt-4o-2ffm';

/** As of 2026-11-21. */
export const STOPPING_MODELS: readonly StoppingModel[] = [
  ...stopping('openai', '2027-01-20', RETELL_REPLACEMENTS, false, {
    'gpt-realtime': 'gpt-realtime-2.1',
    'gpt-realtime-mini': 'gpt-realtime-2.1-mini',
  }),
  ...stopping('openai', '2027-01-06', OPENAI_DEPRECATIONS, true, {
    'tts-1': 'gpt-realtime-2.1-mini',
    'tts-1-hd': 'gpt-realtime-2.1-mini',
    'gpt-4o-mini-tts': 'gpt-realtime-2.1-mini',
    // It speaks over Realtime: there is none on /audio/speech.
  }).map((each) => ({ ...each, isElsewhere: true })),
  ...stopping('openai', '2027-01-14', JANUARY_DATES, false, {
    'gpt-4o': 'gpt-6-luna',
    'gpt-4o-mini': 'gpt-6-luna',
    'gpt-4.1': 'gpt-6-luna',
    'gpt-4.1-mini': 'gpt-6-luna',
  }),
  // Of the two that follow, this is the one for live speech; gpt-transcribe takes recordings.
  ...stopping('openai', '2027-02-26', WHISPER_DEPRECATION, false, {
    'whisper-1': 'gpt-live-transcribe',
    'gpt-4o-transcribe': 'gpt-live-transcribe',
    'gpt-4o-mini-transcribe': 'gpt-live-transcribe',
    'gpt-4o-transcribe-diarize': 'gpt-live-transcribe',
  }),
  // Cartesia names none that follows; this is our default.
  ...stopping('cartesia', '2026-06-01', CARTESIA_CHANGES, true, {
    sonic: 'sonic-3',
    'sonic-2': 'sonic-3',
    'sonic-turbo': 'sonic-3',
  }),
];

/** What a default of ours is by now: from the day on that it stops, its successor. A model that somebody named is left as it is. */
export function currentModel(defaultModel: string, now: number): string {
  const notice = modelNotice(defaultModel, now);
  return notice?.hasStopped && !notice.isElsewhere ? currentModel(notice.successor, now) : defaultModel;
}

/** That a model stops, or has stopped; undefined for all that nothing is known of. */
export function modelNotice(model: string, now: number): ModelNotice | undefined {
  const stopping = STOPPING_MODELS.find((each) => each.model === model);
  return stopping && { ...stopping, hasStopped: now >= Date.parse(stopping.stopsOn) };
}

/** For people. */
export function noticeText({ model, stopsOn, successor, hasStopped, source }: ModelNotice): string {
  const fact = `${model} ${hasStopped ? 'stopped' : 'stops'} on ${stopsOn}`;
  return `${fact}; its successor is ${successor} (${source})`;
}

function stopping(
  vendor: string,
  stopsOn: string,
  source: string,
  firstHand: boolean,
  successors: Record<string, string>,
): StoppingModel[] {
  return Object.entries(successors).map(([model, successor]) => ({
    vendor,
    model,
    stopsOn,
    successor,
    isElsewhere: false,
    source,
    firstHand,
  }));
}
