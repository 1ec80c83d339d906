// What a person would notice in one document as the browser has laid it out: its words, its images,
// its colours, what runs off the screen. Knows nothing of the reading system around it: `bodies` are
// the elements that hold the document, in their order; a frame has one, laid-out pages are many.

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

// A mark that is taken out of the flow parts no words, whatever its display.
const isBlock = element => {
  const { display, position } = styleOf(element);
  return element.localName === "text" ||
    !/^(inline|contents|ruby)/.test(display) && !/^(absolute|fixed)$/.test(position);
};

const isPageBreak = element =>
  /\bdoc-pagebreak\b/.test(element.getAttribute("role") ?? "") ||
  /\bpagebreak\b/.test(element.getAttribute("epub:type") ?? "");

// A page break's own label is not part of the running text; any other target is.
const blocksFrom = (target, bodies) => {
  const blocks = [""];
  let begun = target === bodies[0];
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
  bodies.forEach(walk);
  return blocks.map(block => block.replace(/[ \t\n\r\f]+/g, " ").trim()).filter(Boolean);
};

export const textFrom = (target, bodies) => blocksFrom(target, bodies).join(" ");

// Elements compare across frames, so no instanceof: every frame has constructors of its own.
const textNodes = function* (bodies) {
  for (const body of bodies) {
    const walker = body.ownerDocument.createTreeWalker(body, NodeFilter.SHOW_TEXT);
    for (let node = walker.nextNode(); node; node = walker.nextNode())
      if (node.data.trim() && !isHidden(node.parentElement)) yield node;
  }
};

const firstCharacterFrom = (target, bodies) => {
  for (const node of textNodes(bodies)) {
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

const parentOf = element => element.parentElement ?? element.getRootNode().host ?? null;

// Where a document is on the screen, and how much of it the boxes around its frame let through.
const windowOf = element => {
  const { frameElement } = element.ownerDocument.defaultView;
  const { left, top } = frameElement?.getBoundingClientRect() ?? { left: 0, top: 0 };
  const clip = { left: 0, top: 0, right: innerWidth, bottom: innerHeight };
  for (let box = frameElement && parentOf(frameElement); box; box = parentOf(box)) {
    if (styleOf(box).overflowX === "visible") continue;
    const { left: l, top: t, right, bottom } = box.getBoundingClientRect();
    clip.left = Math.max(clip.left, l);
    clip.top = Math.max(clip.top, t);
    clip.right = Math.min(clip.right, right);
    clip.bottom = Math.min(clip.bottom, bottom);
  }
  return { left, top, clip };
};

const isOnScreen = (box, { left, top, clip }) => {
  const x = left + (box.left + box.right) / 2;
  const y = top + (box.top + box.bottom) / 2;
  const isLaidOut = box.width || box.height;
  return isLaidOut && x >= clip.left && x < clip.right && y >= clip.top && y < clip.bottom;
};

// A mark between two words ends a line, and so may end the screen before that of the second word.
export const isShown = (target, bodies) => {
  const character = firstCharacterFrom(target, bodies);
  const boxes = [character, isPageBreak(target) || !character ? target : null].filter(Boolean);
  return boxes.some(box => isOnScreen(box.getBoundingClientRect(), windowOf(target)));
};

export const middleOf = element => {
  const [box] = element.getClientRects();
  const { left, top } = windowOf(element);
  return { x: left + box.left + box.width / 2, y: top + box.top + box.height / 2 };
};

const signsOnScreen = (node, range, offset) => [...node.data].map((_, i) => i).filter(i => {
  range.setStart(node, i);
  range.setEnd(node, i + 1);
  return isOnScreen(range.getBoundingClientRect(), offset);
}).map(i => node.data[i]).join("");

// What stands in a box that can be moved to and fro is on the screen where the box is.
const nodeOnScreen = (node, range, offset) => {
  range.selectNodeContents(node);
  const boxes = [...moving(node.parentElement)?.getClientRects() ?? range.getClientRects()];
  const shown = boxes.filter(box => isOnScreen(box, offset)).length;
  if (shown === 0) return "";
  return shown === boxes.length ? node.data : signsOnScreen(node, range, offset);
};

export const textOnScreen = bodies => {
  const range = bodies[0].ownerDocument.createRange();
  const offset = windowOf(bodies[0]);
  const texts = [...textNodes(bodies)].map(node => nodeOnScreen(node, range, offset));
  return texts.join(" ");
};

const SOME_ORIGIN = "book://book/";

export const linksOf = bodies => every(bodies, "a[href]");

// Links of a document to a place in the book, by the name that the reading system gives its target.
export const innerLinks = (bodies, documentHref, { hrefOf, idOf }) => {
  const base = new URL(encodeURI(documentHref), SOME_ORIGIN);
  const links = linksOf(bodies).map((a, number) => ({
    number,
    label: sample(a.textContent),
    role: a.getAttribute("role") ?? "",
    from: `${documentHref}#${idOf(a)}`,
    url: new URL(hrefOf(a), base),
  }));
  return links.filter(({ url }) => url.href.startsWith(SOME_ORIGIN)).map(({ url, ...link }) =>
    ({ ...link, href: decodeURI(url.href.slice(SOME_ORIGIN.length)) }));
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

const every = (bodies, selector) => bodies.flatMap(body => [...body.querySelectorAll(selector)]);

const nameOf = element => {
  const name = element.id ? `#${element.id}` : [...element.classList].map(c => `.${c}`).join("");
  return element.localName + name;
};

const brokenImages = async bodies => {
  const broken = [];
  for (const image of every(bodies, "img"))
    if (!(await settledImage(image)).naturalWidth)
      broken.push(`${nameOf(image)} ${image.alt}`.trim());
  for (const image of every(bodies, "image"))
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

const inks = bodies => {
  const found = new Map();
  for (const node of textNodes(bodies)) {
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

// A picture that is taller than the screen is never seen whole.
const tooTall = element => /^(img|svg|video)$/.test(element.localName)
  ? element.getBoundingClientRect().height - innerHeight : 0;

const overflowOf = (element, rects, text, stride) => {
  const boxes = moving(element)?.getClientRects() ?? rects;
  const by = Math.max(0, tooTall(element), ...[...boxes].map(box => excess(box, stride)));
  return by > TOLERANCE ? [{ element: nameOf(element), by, sample: sample(text) }] : [];
};

const overflows = (bodies, stride) => {
  const found = [];
  const range = bodies[0].ownerDocument.createRange();
  for (const node of textNodes(bodies)) {
    range.selectNodeContents(node);
    found.push(...overflowOf(node.parentElement, range.getClientRects(), node.data, stride));
  }
  for (const element of every(bodies, REPLACED))
    found.push(...overflowOf(element, element.getClientRects(), element.textContent, stride));
  return found;
};

// The element that has the book's own colours and size: a copy of <body> where pages are laid out.
const bodyOf = ([body]) => body.querySelector('[data-vivliostyle-original-tag="body"]') ?? body;

export const inspect = async (bodies, stride) => {
  const broken = await brokenImages(bodies);
  const body = bodyOf(bodies);
  const { colour, background } = inkOf(body);
  const { direction, fontSize, writingMode, zoom } = styleOf(body);
  return {
    blocks: blocksFrom(bodies[0], bodies),
    brokenImages: broken,
    colour,
    background,
    inks: inks(bodies),
    overflows: overflows(bodies, stride),
    direction,
    fontSize: Number.parseFloat(fontSize) * Number(zoom),
    writingMode,
  };
};
