// The one vocabulary in which open_book.mjs drives every reading system. What a system must bring is
// in systems/NAME.js: open(file, area, theme) → { spine, contents, pages, show, goTo, next, stride }.

import { innerLinks, inspect, isShown, textFrom } from "./inspect.js";

const BOOK = "/book.epub";
const EXCERPT = 240;

let system;

const settled = async doc => {
  await doc.fonts.ready;
  // The first frame lays out, the second has been painted when it begins.
  for (let frame = 0; frame < 2; frame += 1)
    await new Promise(resolve => requestAnimationFrame(resolve));
};

const open = async ({ name, theme }) => {
  if (theme.background) document.documentElement.style.background = theme.background;
  const { open: openBook } = await import(`./systems/${name}.js`);
  const response = await fetch(BOOK);
  const file = new File([await response.blob()], "book.epub", { type: "application/epub+zip" });
  system = await openBook(file, document.getElementById("area"), theme);
  const { spine, contents, pages } = system;
  return { spine, contents, pages };
};

const show = async index => {
  const doc = await system.show(index);
  await settled(doc);
  // Chromium shows what it could read of a document that is not XML, and its complaint above it.
  const complaint = doc.querySelector("parsererror");
  if (complaint) throw new Error(complaint.textContent);
  return { ...await inspect(doc, system.stride()), links: innerLinks(doc, system.spine[index]) };
};

const next = async () => {
  const doc = await system.next();
  if (doc) await settled(doc);
  return Boolean(doc);
};

const land = async href => {
  const doc = await system.goTo(href);
  if (!doc) return { found: false, shown: false, text: "" };
  await settled(doc);
  const id = href.includes("#") ? decodeURIComponent(href.slice(href.indexOf("#") + 1)) : null;
  const target = id === null ? doc.body : doc.getElementById(id);
  if (!target) return { found: false, shown: false, text: "" };
  return { found: true, shown: isShown(target), text: textFrom(target).slice(0, EXCERPT) };
};

globalThis.reader = { open, show, next, land };
