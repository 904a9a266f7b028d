// Loaded into the processes of a World whose memory is compared: SIGWINCH, which Nest does not take for the end, asks for a whole
// collection. The plain one keeps the pages it has emptied for later; only this one gives them back.
process.on('SIGWINCH', () => globalThis.gc({ type: 'major', execution: 'sync', flavor: 'last-resort' }));
