export { FieldErrorDto, ProblemDto } from './problem.dto.js';
export { BadInput, Problem } from './problem.js';
export type { FieldError } from './problem.js';
export { failureOf, problemBody } from './failure.js';
export type { Failure } from './failure.js';
export { ProblemFilter } from './problem.filter.js';
export { IgnoresUnknownFields, inputPipe } from './input-pipe.js';
export { retryAfterMs } from './retry-after.js';
