/**
 * The metadata of rooms that are made for a session: who only hears of such a room knows that its agent is on the way. What others
 * write there is not ours to keep.
 */
export const OWN_ROOM = '{"parley":"session"}';
