import { RECORDING_NOTICE } from '#conversation';
import { wasTold } from './was-told.js';

describe(wasTold.name, () => {
  it.each([
    ['word for word', RECORDING_NOTICE, true],
    ['before the greeting', `${RECORDING_NOTICE} Hello, I am Tara.`, true],
    ['as a model writes it', 'this call is recorded please, tell me if you do not want that', true],
    ['not to its end', 'This call is recorded. Please tell me', false],
    ['not at all', 'Hello, I am Tara. Where would you like to travel?', false],
    ['not, in silence', '', false],
  ])('%s', (_, heard, told) => {
    expect(wasTold(RECORDING_NOTICE, heard)).toBe(told);
  });

  it('in any script', () => {
    expect(wasTold('यह कॉल रिकॉर्ड की जाती है।', 'यह कॉल रिकॉर्ड की जाती है। नमस्ते')).toBe(true);
    expect(wasTold('यह कॉल रिकॉर्ड की जाती है।', 'नमस्ते')).toBe(false);
  });
});
