/** What is wrong with one field. */
export class FieldErrorDto {
  /** Path of the field, for example `agentConfig.tools.0`. */
  field!: string;
  /** What was wanted. */
  message!: string;
}

/** An error, as RFC 9457 shapes it, with the members that older clients read beside it. */
export class ProblemDto {
  /** @example about:blank */
  type!: string;
  /** @example Not Found */
  title!: string;
  /** HTTP status. @example 404 */
  status!: number;
  /** What went wrong, in words. */
  detail!: string;
  /** The path that was asked for. */
  instance!: string;
  /** Stable, for programs. @example session_not_found */
  code!: string;
  /** Finds the matching lines in the log. */
  requestId?: string;
  /** Set for bad input. */
  errors?: FieldErrorDto[];
  /** Always false. */
  success!: boolean;
  /** The same as `title`. */
  error!: string;
  /** The same as `detail`. */
  message!: string;
}
