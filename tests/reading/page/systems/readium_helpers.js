// What Readium's navigator 2.10.3 takes from @readium/helpers, a package that no registry brings: which
// browser it runs in, from the navigator that still held it (2.4.0), and what only highlights and
// addresses of text ask for, which no test makes.

export { sML, sMLWithRequest } from "/modules/@readium/helpers/dist/index.js";

const missing = name => () => { throw new Error(`@readium/helpers is not there to ${name}`); };

export const adjustColorForContrast = missing("adjustColorForContrast");
export const colorToRgba = missing("colorToRgba");
export const decodeTextFragmentDirective = missing("decodeTextFragmentDirective");
export const getContrastingTextColor = missing("getContrastingTextColor");
export const isDarkColor = missing("isDarkColor");
export const processTextFragmentDirective = missing("processTextFragmentDirective");
