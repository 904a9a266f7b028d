// Runs in the browser, its types stripped, after livekit-client: a page that joins a talk and measures what it hears.
import type * as LiveKit from 'livekit-client';

declare const LivekitClient: typeof LiveKit;

declare global {
  interface Window {
    talk: BrowserTalk;
  }
}

/** Root mean square, of 1, from which 20 ms count as voice. */
const VOICED = 0.02;
const WINDOW_MS = 20;
const QUIET_MS = 1_000;
const PATIENCE_MS = 30_000;

class BrowserTalk {
  readonly heardFrom = new Set<string>();
  /** By segment: those of the person come twice, a guess and the final. */
  private readonly segments = new Map<string, { byAgent: boolean; text: string }>();
  private readonly room = new LivekitClient.Room();
  private readonly audio = new AudioContext();
  private readonly analysers: AnalyserNode[] = [];

  async join(url: string, token: string): Promise<void> {
    this.room.on(LivekitClient.RoomEvent.TrackSubscribed, (track, _publication, participant) => {
      // As the app does it: what the agent itself publishes is muted.
      if (track.kind !== LivekitClient.Track.Kind.Audio || !participant.identity.startsWith('liveavatar'))
        return;
      this.heardFrom.add(participant.identity);
      document.body.append(track.attach());
      const analyser = this.audio.createAnalyser();
      analyser.fftSize = 1024;
      this.audio.createMediaStreamSource(new MediaStream([track.mediaStreamTrack])).connect(analyser);
      this.analysers.push(analyser);
    });
    this.room.registerTextStreamHandler('lk.transcription', (reader, { identity }) => {
      const id = reader.info.attributes?.['lk.segment_id'] ?? reader.info.id;
      void reader.readAll().then((text) => {
        if (text.trim())
          this.segments.set(id, { byAgent: identity !== this.room.localParticipant.identity, text });
      });
    });
    await this.room.connect(url, token);
  }

  async openMicrophone(): Promise<void> {
    await this.room.localParticipant.setMicrophoneEnabled(true, {
      echoCancellation: false,
      noiseSuppression: false,
      autoGainControl: false,
    });
  }

  /** Resolves when the agent's next words are over. */
  hear(): Promise<{ loudest: number }> {
    return new Promise((resolve, reject) => {
      const startedAt = performance.now();
      let loudest = 0;
      let voicedAt = 0;
      const timer = setInterval(() => {
        const now = performance.now();
        const level = this.level();
        loudest = Math.max(loudest, level);
        if (level >= VOICED) voicedAt = now;
        const isOver = voicedAt > 0 && now - voicedAt > QUIET_MS && !this.agentIsBusy();
        const isLate = now - startedAt > PATIENCE_MS;
        if (!isOver && !isLate) return;
        clearInterval(timer);
        if (isOver) resolve({ loudest });
        else reject(new Error(`Nothing that ended was heard in ${PATIENCE_MS / 1000} s.`));
      }, WINDOW_MS);
    });
  }

  async seen() {
    const texts = (byAgent: boolean) =>
      [...this.segments.values()].filter((segment) => segment.byAgent === byAgent).map(({ text }) => text);
    return {
      heardFrom: [...this.heardFrom],
      transcripts: { user: texts(false), agent: texts(true) },
      ...(await this.inbound()),
    };
  }

  private level(): number {
    const levels = this.analysers.map((analyser) => {
      const samples = new Float32Array(analyser.fftSize);
      analyser.getFloatTimeDomainData(samples);
      return Math.sqrt(samples.reduce((sum, sample) => sum + sample * sample, 0) / samples.length);
    });
    return Math.max(0, ...levels);
  }

  private agentIsBusy(): boolean {
    const people = [...this.room.remoteParticipants.values()];
    const state = people.find(({ identity }) => identity.startsWith('agent'))?.attributes['lk.agent.state'];
    return state === 'speaking' || state === 'thinking';
  }

  /** What WebRTC itself counted of the agent's sound. */
  private async inbound() {
    const totals = { energy: 0, packets: 0, concealed: 0 };
    for (const participant of this.room.remoteParticipants.values()) {
      for (const { track } of participant.audioTrackPublications.values()) {
        const report = await track?.getRTCStatsReport();
        report?.forEach((stats: RTCInboundRtpStreamStats) => {
          if (stats.type !== 'inbound-rtp') return;
          totals.energy += stats.totalAudioEnergy ?? 0;
          totals.packets += stats.packetsReceived ?? 0;
          totals.concealed += stats.concealedSamples ?? 0;
        });
      }
    }
    return totals;
  }
}

window.talk = new BrowserTalk();
