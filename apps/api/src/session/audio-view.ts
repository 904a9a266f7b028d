import { ConversationEvent } from '#conversation';
import type { EventPayload } from '#conversation';
import type { StoredEvent } from '#store';
import type { PersonAudioDto, SessionAudioDto } from './session.dto.js';

type Quality = EventPayload<'audio.quality'>;

/** One figure for the whole session out of those of its minutes, for each person in the order of their coming. */
export function audioView(events: readonly StoredEvent[]): SessionAudioDto {
  const measured = events.flatMap((event) => {
    const known = ConversationEvent.parse(event);
    return known?.type === 'audio.quality' ? [known.payload] : [];
  });
  const people = new Set(measured.map(({ participant }) => participant));
  return {
    people: [...people].map((identity) =>
      personView(
        identity,
        measured.filter(({ participant }) => participant === identity),
      ),
    ),
  };
}

function personView(identity: string, minutes: readonly Quality[]): PersonAudioDto {
  const received = ({ receivedS }: Quality) => receivedS;
  const power = mean(
    minutes,
    ({ levelDbfs }) => (levelDbfs === null ? null : 10 ** (levelDbfs / 10)),
    ({ speechS }) => speechS,
  );
  return {
    identity,
    receivedS: rounded(sum(minutes, received), 2),
    speechS: rounded(
      sum(minutes, ({ speechS }) => speechS),
      2,
    ),
    levelDbfs: power === null ? null : rounded(10 * Math.log10(power), 1),
    clippedShare: rounded(mean(minutes, ({ clippedShare }) => clippedShare, received) ?? 0, 5),
    lossShare: roundedMean(minutes, ({ lossShare }) => lossShare, 5),
    jitterMs: roundedMean(minutes, ({ jitterMs }) => jitterMs, 2),
    concealedShare: roundedMean(minutes, ({ concealedShare }) => concealedShare, 5),
    problems: [...new Set(minutes.flatMap(({ problems }) => problems))],
  };
}

function roundedMean(
  minutes: readonly Quality[],
  value: (minute: Quality) => number | null,
  digits: number,
): number | null {
  const found = mean(minutes, value, ({ receivedS }) => receivedS);
  return found === null ? null : rounded(found, digits);
}

/** Of the minutes that know it; a long one counts more than a short one. */
function mean(
  minutes: readonly Quality[],
  value: (minute: Quality) => number | null,
  weight: (minute: Quality) => number,
): number | null {
  let [whole, weights] = [0, 0];
  for (const minute of minutes) {
    const found = value(minute);
    if (found === null) continue;
    whole += found * weight(minute);
    weights += weight(minute);
  }
  return weights > 0 ? whole / weights : null;
}

function sum(minutes: readonly Quality[], value: (minute: Quality) => number): number {
  return minutes.reduce((before, minute) => before + value(minute), 0);
}

function rounded(value: number, digits: number): number {
  return Number(value.toFixed(digits));
}
