// What a person would notice in one document as the browser has laid it out: its words, its images,
// its colours, what runs off the screen. Knows nothing of the reading system around it.

const UNSPOKEN = new Set(["script", "style", "title", "desc", "metadata", "template"]);
const REPLACED = "img, svg, video, math, table, pre, figure";
const SAMPLE = 60;
// Rounding to device pixels makes a glyph's box poke out by less than this.
const TOLERANCE = 1.5;

const styleOf = element => element.ownerDocument.defaultView.getComputedStyle(element);

const sample = text => text.replace(/\s+/g, " ").trim().slice(0, SAMPLE);

const isHidden = element => {
  const { display, visibility } = styleOf(element);
  return display === "none" || visibility === "hidden" || UNSPOKEN.has(element.localName);
};

const isBlock = element =>
  element.localName === "text" ||
  !/^(inline|contents|ruby)/.test(styleOf(element).display);

const isPageBreak = element =>
  /\bdoc-pagebreak\b/.test(element.getAttribute("role") ?? "") ||
  /\bpagebreak\b/.test(element.getAttribute("epub:type") ?? "");

// A page break's own label is not part of the running text; any other target is.
const blocksFrom = target => {
  const blocks = [""];
  let begun = target === target.ownerDocument.body;
  const walk = node => {
    if (node.nodeType === Node.TEXT_NODE || node.nodeType === Node.CDATA_SECTION_NODE) {
      if (begun) blocks[blocks.length - 1] += node.data;
      return;
    }
    if (node.nodeType !== Node.ELEMENT_NODE) return;
    const isTarget = node === target;
    if (isTarget && !isPageBreak(node)) begun = true;
    if (!isHidden(node)) walkInside(node);
    if (isTarget) begun = true;
  };
  const walkInside = element => {
    if (element.localName === "br" && begun) blocks[blocks.length - 1] += " ";
    const edge = isBlock(element);
    if (edge) blocks.push("");
    element.childNodes.forEach(walk);
    if (edge) blocks.push("");
  };
  walk(target.ownerDocument.body);
  return blocks.map(block => block.replace(/[ \t\n\r\f]+/g, " ").trim()).filter(Boolean);
};

export const textFrom = target => blocksFrom(target).join(" ");

// Elements compare across frames, so no instanceof: every frame has constructors of its own.
const textNodes = function* (doc) {
  const walker = doc.createTreeWalker(doc.body, NodeFilter.SHOW_TEXT);
  for (let node = walker.nextNode(); node; node = walker.nextNode())
    if (node.data.trim() && !isHidden(node.parentElement)) yield node;
};

const firstCharacterFrom = target => {
  for (const node of textNodes(target.ownerDocument)) {
    const place = target.compareDocumentPosition(node);
    const inside = place & Node.DOCUMENT_POSITION_CONTAINED_BY;
    if (inside ? isPageBreak(target) : !(place & Node.DOCUMENT_POSITION_FOLLOWING)) continue;
    const range = target.ownerDocument.createRange();
    const start = node.data.search(/\S/);
    range.setStart(node, start);
    range.setEnd(node, start + 1);
    return range;
  }
  return null;
};

export const isShown = target => {
  const { frameElement } = target.ownerDocument.defaultView;
  const frame = frameElement.getBoundingClientRect();
  const box = (firstCharacterFrom(target) ?? target).getBoundingClientRect();
  const x = frame.left + (box.left + box.right) / 2;
  const y = frame.top + (box.top + box.bottom) / 2;
  return x >= 0 && x < innerWidth && y >= 0 && y < innerHeight;
};

const SOME_ORIGIN = "book://book/";

// Links of a document to a place in the book, by the name that the reading system gives its target.
export const innerLinks = (doc, documentHref) => {
  const base = new URL(encodeURI(documentHref), SOME_ORIGIN);
  const links = [...doc.querySelectorAll("a[href]")].map(a => ({
    label: sample(a.textContent),
    url: new URL(a.getAttribute("href"), base),
  }));
  return links.filter(({ url }) => url.href.startsWith(SOME_ORIGIN)).map(({ label, url }) =>
    ({ label, href: decodeURI(url.href.slice(SOME_ORIGIN.length)) }));
};

// ---- images

const settledImage = image => image.complete ? image : new Promise(resolve => {
  image.addEventListener("load", () => resolve(image), { once: true });
  image.addEventListener("error", () => resolve(image), { once: true });
});

const loadedImage = source => {
  const image = new Image();
  image.src = source;
  return settledImage(image);
};

const nameOf = element => {
  const name = element.id ? `#${element.id}` : [...element.classList].map(c => `.${c}`).join("");
  return element.localName + name;
};

const brokenImages = async doc => {
  const broken = [];
  for (const image of doc.querySelectorAll("img"))
    if (!(await settledImage(image)).naturalWidth)
      broken.push(`${nameOf(image)} ${image.alt}`.trim());
  for (const image of doc.querySelectorAll("image"))
    if (!(await loadedImage(image.href.baseVal)).naturalWidth) broken.push(nameOf(image));
  return broken;
};

// ---- colours

const canvas = new OffscreenCanvas(1, 1).getContext("2d", { willReadFrequently: true });

const paint = (colour, opacity) => {
  canvas.globalAlpha = opacity;
  canvas.fillStyle = colour;
  canvas.fillRect(0, 0, 1, 1);
  return [...canvas.getImageData(0, 0, 1, 1).data].slice(0, 3);
};

// WCAG 2.2, "relative luminance" and "contrast ratio".
const luminance = rgb => {
  const [r, g, b] = rgb.map(v => v / 255).map(v =>
    v <= 0.04045 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4);
  return 0.2126 * r + 0.7152 * g + 0.0722 * b;
};

const contrast = (one, other) => {
  const [dark, light] = [luminance(one), luminance(other)].sort((a, b) => a - b);
  return (light + 0.05) / (dark + 0.05);
};

const hex = rgb => `#${rgb.map(v => v.toString(16).padStart(2, "0")).join("")}`;

const inkOf = element => {
  const lineage = [];
  for (let e = element; e; e = e.parentElement) lineage.unshift(styleOf(e));
  let background = paint("white", 1);
  for (const { backgroundColor } of lineage) background = paint(backgroundColor, 1);
  const opacity = lineage.reduce((product, style) => product * Number(style.opacity), 1);
  const colour = paint(styleOf(element).color, opacity);
  return { colour: hex(colour), background: hex(background), contrast: contrast(colour, background) };
};

const inks = doc => {
  const found = new Map();
  for (const node of textNodes(doc)) {
    const element = node.parentElement;
    // Text of a drawing lies on its shapes, which no computed style knows.
    if (element.closest("svg")) continue;
    const ink = inkOf(element);
    const key = `${ink.colour} ${ink.background}`;
    if (!found.has(key))
      found.set(key, { ...ink, element: nameOf(element), sample: sample(node.data) });
  }
  return [...found.values()];
};

// ---- what runs off the screen

const edges = (box, vertical) => vertical ? [box.top, box.bottom] : [box.left, box.right];

// A column fills one screen, or one of its halves; what crosses from one to the next is cut off.
const excess = (box, { length, vertical }) => {
  const [start, end] = edges(box, vertical);
  const screenEnd = (Math.floor((start + TOLERANCE) / length) + 1) * length;
  return box.width && box.height ? end - screenEnd : 0;
};

// What stands in a box that can be moved to and fro is reached, where the box itself is.
const moving = element => {
  const box = element.parentElement?.closest("div, p, pre");
  if (!box) return null;
  return ["auto", "scroll"].includes(styleOf(box).overflowX) ? box : moving(box);
};

const overflowOf = (element, rects, text, stride) => {
  const boxes = moving(element)?.getClientRects() ?? rects;
  const by = Math.max(0, ...[...boxes].map(box => excess(box, stride)));
  return by > TOLERANCE ? [{ element: nameOf(element), by, sample: sample(text) }] : [];
};

const overflows = (doc, stride) => {
  const found = [];
  for (const node of textNodes(doc)) {
    const range = doc.createRange();
    range.selectNodeContents(node);
    found.push(...overflowOf(node.parentElement, range.getClientRects(), node.data, stride));
  }
  for (const element of doc.querySelectorAll(REPLACED))
    found.push(...overflowOf(element, element.getClientRects(), element.textContent, stride));
  return found;
};

export const inspect = async (doc, stride) => {
  const broken = await brokenImages(doc);
  const body = inkOf(doc.body);
  const { direction, fontSize, writingMode } = styleOf(doc.body);
  return {
    blocks: blocksFrom(doc.body),
    brokenImages: broken,
    colour: body.colour,
    background: body.background,
    inks: inks(doc),
    overflows: overflows(doc, stride),
    direction,
    fontSize: Number.parseFloat(fontSize),
    writingMode,
  };
};
