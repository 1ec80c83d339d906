// What joins a document of the EPUB to its manuscript and its pages. A place is a document's name
// and the number of signs before it; all lists are in the order of the text.

const NOT_SIGNS = /[\s\u00ad\u0085\u001c-\u001f]/gu;

export const signs = (text) => [...text.replace(NOT_SIGNS, "")].length;

// The last of a list that begins at or before `value`, by its index; -1 before the first.
export function lastUpTo(list, value, of = (item) => item) {
  let found = -1;
  list.forEach((item, index) => {
    if (of(item) <= value) found = index;
  });
  return found;
}

export class Places {
  #known = new Map();
  #proof = 0;

  // Fetch what is known of a document, once for each proof.
  async of(name, proof) {
    if (proof !== this.#proof) this.#known.clear();
    this.#proof = proof;
    if (!this.#known.has(name)) this.#known.set(name, fetched(name));
    return this.#known.get(name);
  }
}

async function fetched(name) {
  const answer = await fetch(`places/${encodeURIComponent(name)}`);
  return answer.ok ? answer.json() : { blocks: [], lines: [], printed: [], pictures: {}, tags: [] };
}

export function lineOf(places, offset) {
  const found = lastUpTo(places.lines, offset, ([begin]) => begin);
  return found < 0 ? 1 : places.lines[found][1];
}

export function offsetOfLine(places, line) {
  const found = lastUpTo(places.lines, line, ([, from]) => from);
  return found < 0 ? 0 : places.lines[found][0];
}

export function pageOf(places, offset) {
  const found = lastUpTo(places.printed, offset, ([, begin]) => begin);
  return found < 0 ? places.page : places.printed[found][0];
}

// The printed lines of the block that holds a place; one line of it at least.
export function linesOf(places, offset) {
  // A note's blocks stand last, and are where its call is.
  const begin = Math.max(0, ...places.blocks.filter((each) => each <= offset));
  const later = places.blocks.filter((other) => other > begin);
  const end = later.length ? Math.min(...later) : Infinity;
  const first = Math.max(0, lastUpTo(places.printed, begin, ([, from]) => from));
  return places.printed.filter(([, from], n) => n === first || (from > begin && from < end));
}
