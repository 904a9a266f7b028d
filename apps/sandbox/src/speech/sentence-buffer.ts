const WHOLE_SENTENCES = /^[\s\S]*[.!?…]["')\]]*(?=\s|$)/;

/** Text that comes in pieces of any size and is said sentence by sentence. */
export class SentenceBuffer {
  private text = '';

  /** The sentences that are whole by now; empty when there are none. */
  add(text: string): string {
    this.text += text;
    const [whole = ''] = WHOLE_SENTENCES.exec(this.text) ?? [];
    this.text = this.text.slice(whole.length);
    return whole;
  }

  /** All that is left. */
  take(): string {
    const { text } = this;
    this.text = '';
    return text;
  }
}
