import { parentPort, workerData } from 'node:worker_threads';
import { Flite } from '../../apps/sandbox/src/speech/flite.ts';
import { PRONUNCIATIONS } from '../../apps/sandbox/src/speech/travel-grammar.ts';
import type { Spoken, ToSpeak, VoiceName } from './voice.ts';

const voice = workerData as VoiceName;
const flite = await Flite.open(PRONUNCIATIONS);

parentPort?.on('message', ({ id, text }: ToSpeak) => {
  parentPort?.postMessage(speak(id, text));
});

function speak(id: number, text: string): Spoken {
  try {
    return { id, samples: flite.say(text, voice) };
  } catch (error) {
    return { id, problem: String(error) };
  }
}
