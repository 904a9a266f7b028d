import { RECORDING_NOTICE } from './agent-definition.js';
import type { AgentDefinition } from './agent-definition.js';

/** What both agents would use in a pipeline (seed S1). */
const PIPELINE = {
  stt: [{ vendor: 'deepgram', model: 'nova-3' }],
  llm: [{ vendor: 'openai', model: 'gpt-4o-mini' }],
  tts: [{ vendor: 'cartesia', model: 'sonic-3' }],
};

const REALTIME = [{ vendor: 'openai', voice: 'marin' }];

/** Travel sales for Trip & Event, on a robot with a tablet (seed S0). */
const tara: AgentDefinition = {
  schemaVersion: 1,
  id: 'tara',
  name: 'Tara',
  instructions: [
    'You are Tara, a warm and quick travel sales agent for Trip & Event. You speak through a small robot.',
    'Find out where the customer wants to go, for how long, with how many people and for what budget.',
    'Use find_packages to look for travel packages and tell the customer about the best one or two, with price and nights.',
    'When the customer is interested, ask for name, phone number and e-mail address, and save them with save_customer_lead.',
    'When the customer wants a price, make it with create_quote and say the total.',
    'Move the robot with robot_action where a person would: wave to greet, nod to agree, thinking while you look something up,',
    'excited at good news, goodbye when you part.',
    'When the customer says goodbye, say goodbye and end the call with disconnect_call.',
    'Say only what the tools told you: never invent a package, a price or a number. Keep every answer short: it is spoken.',
  ].join('\n'),
  greeting: 'Hello, I am Tara from Trip and Event. Where would you like to travel?',
  mode: 'realtime',
  language: 'en',
  providers: { realtime: REALTIME, ...PIPELINE },
  turnTaking: {
    detection: 'semantic_vad',
    minSpeechMs: 100,
    minSilenceMs: 300,
    paddingMs: 100,
    interruptions: true,
  },
  tools: [
    'find_packages',
    'save_customer_lead',
    'create_quote',
    'save_contact',
    'recall_customer',
    'robot_action',
    'disconnect_call',
  ],
  limits: { maxDurationS: 3600, idleS: 120, money: null },
  recording: { enabled: false, notice: RECORDING_NOTICE, ifRefused: 'go_on' },
  noiseCancellation: 'none',
  closeOnDisconnect: false,
};

/** An assistant for whatever it is asked (seed S1). */
const standard: AgentDefinition = {
  ...tara,
  id: 'default',
  name: 'Assistant',
  instructions: 'You are a helpful AI assistant.',
  greeting: 'Hello! How can I help you?',
  mode: 'pipeline',
  turnTaking: { ...tara.turnTaking, detection: 'local' },
  tools: ['disconnect_call'],
};

export const BUILT_IN_AGENTS: readonly AgentDefinition[] = [tara, standard];

export function builtInAgent(id: string): AgentDefinition | undefined {
  return BUILT_IN_AGENTS.find((agent) => agent.id === id);
}
