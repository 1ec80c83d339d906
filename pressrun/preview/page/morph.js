// Make one tree like another and touch only what differs, so that position, selection and the
// reading cursor of a screen reader stay where nothing changed.

export function morph(old, next, changed) {
  if (old.isEqualNode(next)) return;
  if (old.nodeName !== next.nodeName || old.nodeType !== Node.ELEMENT_NODE) {
    put(old.parentNode, [old], [next], old.nextSibling, changed);
    return;
  }
  matchAttributes(old, next);
  const olds = [...old.childNodes];
  const nexts = [...next.childNodes];
  while (olds.length && nexts.length && olds[0].isEqualNode(nexts[0])) {
    olds.shift();
    nexts.shift();
  }
  while (olds.length && nexts.length && olds.at(-1).isEqualNode(nexts.at(-1))) {
    olds.pop();
    nexts.pop();
  }
  const inside = olds.length === nexts.length && olds.every((child, n) => likely(child, nexts[n]));
  if (inside) {
    olds.forEach((child, n) => morph(child, nexts[n], changed));
  } else {
    const after = olds.length ? olds.at(-1).nextSibling : before(old, nexts, next);
    put(old, olds, nexts, after, changed);
  }
}

function likely(old, next) {
  const elements = old.nodeType === Node.ELEMENT_NODE && next.nodeType === Node.ELEMENT_NODE;
  return elements || old.isEqualNode(next);
}

function before(old, nexts, next) {
  const place = nexts.length ? [...next.childNodes].indexOf(nexts[0]) : 0;
  return old.childNodes[place] ?? null;
}

function put(parent, olds, nexts, after, changed) {
  for (const child of olds) child.remove();
  for (const child of nexts) {
    const made = parent.ownerDocument.importNode(child, true);
    parent.insertBefore(made, after);
    changed?.(made);
  }
}

function matchAttributes(old, next) {
  for (const { name } of [...old.attributes]) {
    if (!next.hasAttribute(name) && !name.startsWith("data-desk")) old.removeAttribute(name);
  }
  for (const { name, value } of [...next.attributes]) {
    if (old.getAttribute(name) !== value) old.setAttribute(name, value);
  }
}
