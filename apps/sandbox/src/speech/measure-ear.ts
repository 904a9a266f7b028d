import { parseArgs } from 'node:util';
import { Ear } from './ear.js';
import type { Heard } from './ear.js';
import { FLITE_VOICES } from './flite.js';
import { OpenEar } from './open-ear.js';
import { SpeechConfig } from './speech.config.js';
import { OUTSIDE_THE_GRAMMAR } from './testing/outside-the-grammar.js';
import { throughTheRoom } from './testing/room-path.js';
import { drawUtterances } from './travel-grammar.js';
import { Voice } from './voice.js';

/**
 * Measures what the ear makes of the grammar and of what is outside it, by the thousand:
 *
 *     npm run build && node dist/apps/sandbox/src/speech/measure-ear.js --draws 1000 --seed 1 --voices rms,slt --noise 30
 *
 * Prints every sentence that went wrong and, a voice: how many were word for word, unclear and wrong; what was believed of the
 * sentences outside; the milliseconds of a recognition that had the machine for itself; the memory that the threads took.
 */
const { values } = parseArgs({
  options: {
    draws: { type: 'string', default: '200' },
    seed: { type: 'string', default: '1' },
    voices: { type: 'string', default: FLITE_VOICES.join() },
    noise: { type: 'string', default: '30' },
  },
});
const seed = Number(values.seed);
const noise = Number(values.noise);

const memoryBefore = process.memoryUsage().rss;
const voice = new Voice();
const ear = new Ear(new OpenEar(new SpeechConfig()));

for (const name of values.voices.split(',')) {
  const latencies: number[] = [];
  const hear = async (text: string): Promise<Heard> => {
    for await (const { pcm } of voice.speak(text, { voice: name })) {
      const sound = throughTheRoom(pcm, { noise, seed });
      const startedAt = performance.now();
      const heard = await ear.hear(sound);
      latencies.push(performance.now() - startedAt);
      return heard;
    }
    throw new Error(`nothing to say in ${text}`);
  };

  const inside = { exact: 0, unclear: 0, wrong: 0 };
  for (const text of drawUtterances(seed, Number(values.draws))) {
    const heard = await hear(text);
    const outcome = heard.text === text ? 'exact' : heard.unclear ? 'unclear' : 'wrong';
    inside[outcome] += 1;
    if (outcome !== 'exact')
      console.log(`${name} ${outcome}: ${text}\n    ${heard.text} ${heard.confidence}`);
  }

  let believed = 0;
  for (const text of OUTSIDE_THE_GRAMMAR) {
    const heard = await hear(text);
    if (heard.unclear) continue;
    believed += 1;
    console.log(`${name} believed: ${text}\n    ${heard.text} ${heard.confidence}`);
  }

  latencies.sort((a, b) => a - b);
  const percentile = (share: number) => Math.round(latencies[Math.floor(share * latencies.length)] ?? 0);
  console.log(
    `${name}: ${inside.exact} of ${values.draws} word for word, ${inside.unclear} unclear, ${inside.wrong} wrong; ` +
      `${believed} of ${OUTSIDE_THE_GRAMMAR.length} outside believed; ${percentile(0.5)} ms p50, ${percentile(0.95)} ms p95`,
  );
}

console.log(`threads and cache: ${Math.round((process.memoryUsage().rss - memoryBefore) / 1e6)} MB`);
await Promise.all([voice.onApplicationShutdown(), ear.onApplicationShutdown()]);
