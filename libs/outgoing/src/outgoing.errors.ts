/** A URL that may not be called, wherever it came from: asking again changes nothing. The message is for whoever gave the URL. */
export class OutgoingRefused extends Error {}

/** No whole answer came, and the reason may pass. */
export class OutgoingFailed extends Error {}
