// Stands for a polyfill of what Node has: the code that would load it is never reached.
throw new Error('This module is not part of the release');
