interface Request {
  do: 'answer' | 'throw' | 'die' | 'hang';
  text?: string;
}

/** Work for a thread that does what it is told, badly if so told. */
export function open({ greeting }: { greeting: string }) {
  return Promise.resolve((request: Request) => {
    switch (request.do) {
      case 'answer':
        return { answer: `${greeting} ${request.text}` };
      case 'throw':
        throw new Error(request.text);
      case 'die':
        process.exit(1);
      // eslint-disable-next-line no-fallthrough -- exit() does not come back
      case 'hang':
        for (;;);
    }
  });
}
