// The one vocabulary in which open_book.mjs drives every reading system. What a system must bring is
// in systems/NAME.js: open(file, area, theme) → {
//   spine, contents, pages, direction   the book, as the system understands it
//   show(index), goTo(href), turn(side) what a reader can do; goTo tells whether there is such a document
//   index(), place()                    which document is shown; where in it, as a word to compare
//   bodies(), find(id), stride()        where it is in the browser; what a screen holds of it
//   unfold()?                           lays all of the document out to be measured; gives the way back
//   idle()?                             waits until it heeds a touch
//   hrefOf(link)?, idOf(element)?       as the book has them, where the system writes its own
//   note()?, closeNote()?               the note that has popped up, where notes do
// }

import { innerLinks, inspect, isShown, linksOf, middleOf, textFrom, textOnScreen } from "./inspect.js";

const BOOK = "/book.epub";
const EXCERPT = 240;
// Frames to wait for what a click sets off: some five seconds. It is a guard, most take two.
const PATIENCE = 300;
const MOST_SCREENS = 2000;
// Milliseconds that a system is given to answer: a guard as well, for those that lose a message.
const LONGEST_WAIT = 30_000;

const AS_WRITTEN = { hrefOf: link => link.getAttribute("href"), idOf: element => element.id };

let system;

const frame = () => new Promise(resolve => requestAnimationFrame(resolve));

const settled = async () => {
  await system.bodies()[0]?.ownerDocument.fonts.ready;
  // The first frame lays out, the second has been painted when it begins.
  await frame();
  await frame();
};

const until = async condition => {
  for (let count = 0; count < PATIENCE; count += 1) {
    if (condition()) return true;
    await frame();
  }
  return false;
};

const answering = (name, act) => (...told) => {
  const silence = new Promise((_, reject) => {
    setTimeout(reject, LONGEST_WAIT, new Error(`${name} does not answer ${act.name} ${told}`));
  });
  return Promise.race([act(...told), silence]);
};

const open = async ({ name, theme }) => {
  if (theme.background) document.documentElement.style.background = theme.background;
  const { open: openBook } = await import(`./systems/${name}.js`);
  const response = await fetch(BOOK);
  const file = new File([await response.blob()], "book.epub", { type: "application/epub+zip" });
  system = { ...AS_WRITTEN, ...await openBook(file, document.getElementById("area"), theme) };
  for (const act of ["show", "goTo", "turn"]) system[act] = answering(name, system[act]);
  const { spine, contents, pages, direction } = system;
  return { spine, contents, pages, direction };
};

const show = async index => {
  await system.show(index);
  await settled();
  const bodies = system.bodies();
  // Chromium shows what it could read of a document that is not XML, and its complaint above it.
  const complaint = bodies[0].ownerDocument.querySelector("parsererror");
  if (complaint) throw new Error(complaint.textContent);
  const fold = system.unfold?.();
  const seen = await inspect(bodies, system.stride());
  fold?.();
  return { ...seen, links: innerLinks(bodies, system.spine[index], system) };
};

const forward = () => system.direction === "rtl" ? "left" : "right";

// Whether there was another screen of the same document.
const next = async () => {
  const [index, place] = [system.index(), system.place()];
  await system.turn(forward());
  await settled();
  return system.index() === index && system.place() !== place;
};

const targetOf = href => {
  const id = href.includes("#") ? decodeURIComponent(href.slice(href.indexOf("#") + 1)) : null;
  return id === null ? system.bodies()[0] : system.find(id);
};

const land = async href => {
  const nowhere = { found: false, shown: false, text: "" };
  if (!await system.goTo(href)) return nowhere;
  await settled();
  const target = targetOf(href);
  if (!target) return nowhere;
  const text = textFrom(target, system.bodies()).slice(0, EXCERPT);
  return { found: true, shown: isShown(target, system.bodies()), text };
};

// Turn every page from the first on, the way the book opens, and say what each shows.
const leaf = async () => {
  await system.show(0);
  await settled();
  const screens = [];
  for (let place = null; place !== system.place() && screens.length < MOST_SCREENS;) {
    place = system.place();
    screens.push({ index: system.index(), text: textOnScreen(system.bodies()) });
    await system.turn(forward());
    await settled();
  }
  return screens;
};

// Where a finger would touch a link, by its number in the document, in the pixels of the screen.
const spot = async number => {
  await system.idle?.();
  return middleOf(linksOf(system.bodies())[number]);
};

const isThere = href => {
  const target = targetOf(href);
  return Boolean(target) && isShown(target, system.bodies());
};

// What a touch on a link to `href` has brought: a note in a window of its own, or its place.
const arrival = async href => {
  await until(() => system.note ? system.note() : isThere(href));
  await settled();
  const note = system.note?.();
  if (note) return { popped: true, shown: true, text: textFrom(note, [note]) };
  const shown = isThere(href);
  return { popped: false, shown, text: shown ? textFrom(targetOf(href), system.bodies()) : "" };
};

const closeNote = async () => {
  system.closeNote();
  await settled();
};

globalThis.reader = { arrival, closeNote, isThere, land, leaf, next, open, show, spot };
