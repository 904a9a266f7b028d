/** What a new agent may be called; ids of others are read whatever they are. */
export const AGENT_ID = /^[\w.:-]{1,256}$/;
export const AGENT_ID_RULE = 'id must be of 1 to 256 letters, digits and the signs _ . : -';
