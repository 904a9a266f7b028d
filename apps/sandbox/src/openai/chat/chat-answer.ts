import type { ChatCompletion, ChatCompletionChunk, CompletionUsage } from 'openai/resources';
import type { AnswerPiece, FinishReason } from '../text/text-model.js';
import type { TextUsage } from '../text/text-usage.js';

type Head = Pick<ChatCompletion, 'id' | 'created' | 'model'>;
type Delta = ChatCompletionChunk.Choice.Delta;

/** One event of a streamed answer. `usage` is there, as null, when the last event will tell it. */
export function chunk(
  head: Head,
  delta: Delta,
  { finish = null, tellsUsage }: { finish?: FinishReason | null; tellsUsage: boolean },
): ChatCompletionChunk {
  return {
    ...head,
    object: 'chat.completion.chunk',
    choices: [{ index: 0, delta, logprobs: null, finish_reason: finish }],
    ...(tellsUsage && { usage: null }),
  };
}

export function usageChunk(head: Head, usage: TextUsage): ChatCompletionChunk {
  return { ...head, object: 'chat.completion.chunk', choices: [], usage: completionUsage(usage) };
}

/** The first fragment of a call has its id and name; the rest only the place and more of the arguments. */
export function deltaOf(piece: Exclude<AnswerPiece, { kind: 'end' }>): Delta {
  switch (piece.kind) {
    case 'text':
      return { content: piece.text };
    case 'call': {
      const { index, callId: id, name } = piece;
      return { tool_calls: [{ index, id, type: 'function', function: { name, arguments: '' } }] };
    }
    case 'arguments':
      return { tool_calls: [{ index: piece.index, function: { arguments: piece.text } }] };
  }
}

/** The whole answer at once. */
export function completion(
  head: Head,
  pieces: readonly AnswerPiece[],
  finish: FinishReason,
  usage: TextUsage,
): ChatCompletion {
  const content = pieces.flatMap((piece) => (piece.kind === 'text' ? piece.text : [])).join('');
  const calls = pieces.flatMap((piece) => (piece.kind === 'call' ? piece : []));
  const argumentsOf = (index: number) =>
    pieces
      .flatMap((piece) => (piece.kind === 'arguments' && piece.index === index ? piece.text : []))
      .join('');
  const tool_calls = calls.map(({ callId, name, index }) => ({
    id: callId,
    type: 'function' as const,
    function: { name, arguments: argumentsOf(index) },
  }));
  return {
    ...head,
    object: 'chat.completion',
    choices: [
      {
        index: 0,
        message: {
          role: 'assistant',
          content: content || null,
          refusal: null,
          ...(tool_calls.length > 0 && { tool_calls }),
        },
        logprobs: null,
        finish_reason: finish,
      },
    ],
    usage: completionUsage(usage),
  };
}

function completionUsage({ input, cached, output }: TextUsage): CompletionUsage {
  return {
    prompt_tokens: input,
    completion_tokens: output,
    total_tokens: input + output,
    prompt_tokens_details: { cached_tokens: cached, audio_tokens: 0 },
    completion_tokens_details: {
      reasoning_tokens: 0,
      audio_tokens: 0,
      accepted_prediction_tokens: 0,
      rejected_prediction_tokens: 0,
    },
  };
}
