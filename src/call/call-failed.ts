/** A call that could not be made or went wrong: its message says all there is to know. Any other error is a fault of ours. */
export class CallFailed extends Error {}
