/** Of the words of a notice; a model that says them word for word may still slip. */
const ENOUGH = 0.9;

/** Whether somebody who heard these words has been told what the notice says. */
export function wasTold(notice: string, heard: string): boolean {
  const wanted = wordsOf(notice);
  const left = wordsOf(heard);
  const told = wanted.filter((word) => {
    const at = left.indexOf(word);
    if (at >= 0) left.splice(at, 1);
    return at >= 0;
  });
  return told.length >= wanted.length * ENOUGH;
}

function wordsOf(text: string): string[] {
  return text.toLowerCase().match(/[\p{L}\p{N}']+/gu) ?? [];
}
