import { ScriptedSynthesizer } from '../../testing/scripted-synthesizer.js';
import { ScriptedTranscriber } from '../../testing/scripted-transcriber.js';
import { VendorHealths } from '../failover/vendor-health.js';
import { FailoverTranscriber } from '../stt/failover-transcriber.js';
import { FailoverSynthesizer } from '../tts/failover-synthesizer.js';
import { paceOf } from '../tts/speech-pace.js';
import type { Synthesizer } from '../tts/synthesizer.js';
import { VendorFault } from '../vendor-fault.js';
import { MeteredSynthesizer } from './metered-synthesizer.js';
import { MeteredTranscriber } from './metered-transcriber.js';
import type { VendorUse } from './usage-listener.js';

const listener = { failed: () => undefined, switched: () => undefined };
const fault = new VendorFault('unreachable');
const { signal } = new AbortController();
const settings = { language: 'en' };

async function soundOf(voice: Synthesizer, text: string): Promise<number> {
  let samples = 0;
  for await (const piece of voice.speak(text, settings, signal)) samples += piece.length;
  return samples;
}

describe('usage of vendors', () => {
  let told: VendorUse[];
  const meter = { used: (use: VendorUse) => void told.push(use) };

  beforeEach(() => (told = []));

  describe(MeteredTranscriber.name, () => {
    const unheard = { interim: () => undefined, final: () => undefined, failed: () => undefined };

    it('counts the sound that a recogniser is given, under the one that has it', async () => {
      const ears = [new ScriptedTranscriber('first'), new ScriptedTranscriber('second')] as const;
      ears[0].openings.push(fault);
      const over = new AbortController();
      const choices = ears.map((ear) => new MeteredTranscriber(ear, meter));
      const several = new FailoverTranscriber({ choices, healths: new VendorHealths(), listener });
      const stream = await several.open(settings, unheard, over.signal);
      const { written } = await ears[1].opened();
      stream.write(new Int16Array(8_000));
      stream.write(new Int16Array(4_000));
      await new Promise(setImmediate);
      over.abort();
      stream.write(new Int16Array(4_000));
      expect(written.map(({ length }) => length)).toEqual([8_000, 4_000]);
      expect(told).toEqual([
        { vendor: 'second', model: 'scripted', audioSeconds: 0.5 },
        { vendor: 'second', model: 'scripted', audioSeconds: 0.25 },
      ]);
    });
  });

  describe(MeteredSynthesizer.name, () => {
    it('counts a text once its sound begins, under the voice that speaks it', async () => {
      const mouths = [
        new ScriptedSynthesizer({ vendor: 'first' }),
        new ScriptedSynthesizer({ vendor: 'second' }),
      ];
      mouths[0]?.next({ fault });
      const choices = mouths.map((mouth) => new MeteredSynthesizer(mouth, meter));
      const several = new FailoverSynthesizer({ choices, healths: new VendorHealths(), listener });
      expect(await soundOf(several, 'Good morning.')).toBeGreaterThan(0);
      expect(told).toEqual([{ vendor: 'second', model: 'scripted-1', characters: 13 }]);
    });

    it('learns with all talks how fast the voice speaks', () => {
      const voice = new ScriptedSynthesizer();
      const [one, other] = [new MeteredSynthesizer(voice, meter), new MeteredSynthesizer(voice, meter)];
      expect(paceOf(one)).toBe(paceOf(other));
      expect(paceOf(one)).toBe(paceOf(voice));
    });
  });
});
