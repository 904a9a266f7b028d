/** There was no answer to work with; a later attempt can bring one. */
export class PeerUnavailable extends Error {
  override readonly name = 'PeerUnavailable';

  /**
   * @param isOutage It counts against the peer as a whole.
   * @param afterMs When it said that it can be asked again.
   */
  constructor(
    message: string,
    readonly isOutage: boolean = true,
    readonly afterMs?: number,
  ) {
    super(message);
  }
}
