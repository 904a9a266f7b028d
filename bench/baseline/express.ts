// What our requests are measured against: the same two routes with nothing around them. No key, no limit, no log, no store.
import express from 'express';
import { AccessToken, AgentDispatchClient, RoomServiceClient } from 'livekit-server-sdk';

const { LIVEKIT_URL = '', LIVEKIT_API_KEY, LIVEKIT_API_SECRET, AGENT_NAME = '', PORT } = process.env;
const EMPTY_TIMEOUT_S = 300;
const TTL_S = 600;

const server = LIVEKIT_URL.replace(/^ws/, 'http');
const rooms = new RoomServiceClient(server, LIVEKIT_API_KEY, LIVEKIT_API_SECRET);
const dispatches = new AgentDispatchClient(server, LIVEKIT_API_KEY, LIVEKIT_API_SECRET);
const value = `ek_${'x'.repeat(64)}`;
const expires_at = Math.floor(Date.now() / 1_000) + 3_600;
const secret = { value, expires_at, client_secret: { value, expires_at } };
let lastRoom = 0;

const app = express();
app.get('/token', (_request, response) => {
  response.json(secret);
});
app.post('/orchestrated/session/start', express.json(), async (_request, response) => {
  const roomName = `baseline-${process.pid}-${++lastRoom}`;
  await rooms.createRoom({ name: roomName, emptyTimeout: EMPTY_TIMEOUT_S });
  await dispatches.createDispatch(roomName, AGENT_NAME, { metadata: '{}' });
  const token = new AccessToken(LIVEKIT_API_KEY, LIVEKIT_API_SECRET, { identity: roomName, ttl: TTL_S });
  token.addGrant({ room: roomName, roomJoin: true, canPublish: true, canSubscribe: true });
  response.json({ success: true, url: LIVEKIT_URL, roomName, userToken: await token.toJwt() });
});
app.listen(Number(PORT), '127.0.0.1');
