// Loaded into the processes of a World whose memory is compared: SIGWINCH, which Nest does not take for the end, asks for a whole collection.
process.on('SIGWINCH', () => globalThis.gc());
