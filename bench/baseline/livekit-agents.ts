// What our pipeline agents are measured against: the framework as its documentation shows it, with all its defaults, on the same
// simulated vendors. A worker of its own, a process a talk. Run with `start`.
import { fileURLToPath } from 'node:url';
import { cli, defineAgent, ServerOptions, voice } from '@livekit/agents';
import { TTS } from '@livekit/agents-plugin-cartesia';
import { STT } from '@livekit/agents-plugin-deepgram';
import { LLM } from '@livekit/agents-plugin-openai';

const { SANDBOX_URL = '', INSTRUCTIONS = '', AGENT_NAME = '', PORT } = process.env;
const apiKey = 'any';

export default defineAgent({
  entry: async (job) => {
    await job.connect();
    const session = new voice.AgentSession({
      stt: new STT({ apiKey, baseUrl: `${SANDBOX_URL.replace(/^http/, 'ws')}/deepgram`, smartFormat: true }),
      llm: new LLM({ apiKey, baseURL: `${SANDBOX_URL}/openai/v1`, model: 'gpt-4o' }),
      tts: new TTS({ apiKey, baseUrl: `${SANDBOX_URL}/cartesia` }),
    });
    await session.start({ agent: new voice.Agent({ instructions: INSTRUCTIONS }), room: job.room });
    session.say('Hello.');
  },
});

const self = fileURLToPath(import.meta.url);
if (process.argv[1] === self) {
  cli.runApp(
    new ServerOptions({ agent: self, agentName: AGENT_NAME, host: '127.0.0.1', port: Number(PORT) }),
  );
}
