import { FakeVendor, samplesOf } from './fake-vendor.js';
import type { LineKind } from './fake-vendor.js';
import { WordEar } from './word-sound.js';

interface ClientEvent {
  type: string;
  audio?: string;
}

/** OpenAI's realtime socket in a transcription session for talks of `talkSound`: it settles nothing unasked. */
const listen: LineKind = (say) => {
  let item = 0;
  let told = '';
  const settled: string[] = [];
  const ear = new WordEar(24_000, {
    interim: (text) => tell([...settled, text].join(' ')),
    final: (text) => settled.push(text),
  });
  const transcription = (kind: string, what: object) =>
    say({
      type: `conversation.item.input_audio_transcription.${kind}`,
      item_id: `item_${item}`,
      content_index: 0,
      ...what,
    });
  const tell = (text: string) => {
    transcription('delta', { delta: text.slice(told.length) });
    told = text;
  };
  const commit = () => {
    ear.settle();
    say({ type: 'input_audio_buffer.committed', item_id: `item_${item}`, previous_item_id: null });
    transcription('completed', { transcript: settled.splice(0).join(' '), languages: [{ code: 'en' }] });
    told = '';
    item += 1;
  };
  return {
    begin: () => say({ type: 'session.created', session: { id: 'sess_fake' } }),
    hear(data) {
      const event = JSON.parse(data.toString()) as ClientEvent;
      if (event.type === 'session.update') say({ type: 'session.updated', session: { id: 'sess_fake' } });
      else if (event.type === 'input_audio_buffer.commit') commit();
      else if (event.type === 'input_audio_buffer.clear') say({ type: 'input_audio_buffer.cleared' });
      else if (event.type === 'input_audio_buffer.append') {
        ear.hear(samplesOf(Buffer.from(event.audio ?? '', 'base64')));
      }
      return ear.heardMs;
    },
  };
};

export function fakeOpenAiTranscription(): FakeVendor {
  return new FakeVendor(listen);
}
