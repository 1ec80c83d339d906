// The EPUB as a reader shows it: one document of it in a frame in which no script runs.

import { lineOf, offsetOfLine, signs } from "./places.js";
import { morph } from "./morph.js";

// What a reading system lays over a book's own sheet.
const LIGHTS = {
  day: { ground: "#ffffff", ink: "#1a1a1a", mark: "#0b5a66", wash: "#0b5a661a" },
  sepia: { ground: "#f5ecd9", ink: "#3a2d1c", mark: "#6b4312", wash: "#8a5a1f22" },
  night: { ground: "#121314", ink: "#d2d0cb", mark: "#86cbd6", wash: "#86cbd626" },
};
const FAULTS = { error: "#b3261e", warning: "#8a5200", note: "#5a5f66" };
const FAULTS_AT_NIGHT = { error: "#ff9d94", warning: "#f1bf6c", note: "#a9afb6" };

function sheetOf({ light, size }) {
  const { ground, ink, mark, wash } = LIGHTS[light];
  const faults = light === "night" ? FAULTS_AT_NIGHT : FAULTS;
  const kinds = Object.entries(faults).map(
    ([kind, colour]) => `[data-desk-remark="${kind}"] { --desk-fault: ${colour} }`,
  );
  return `
    :root { background: ${ground} !important; color: ${ink} !important; color-scheme: ${light === "night" ? "dark" : "light"};
      font-family: Literata, Charter, "Iowan Old Style", Georgia, serif; font-size: ${size}%; line-height: 1.45 }
    body { background: none !important; color: inherit !important; box-sizing: border-box; max-width: 38em; min-height: 100vh;
      margin-inline: auto !important; padding: 1.6rem 7% 3rem !important; position: relative }
    body.cover { display: grid; place-items: center; padding: 0 !important; max-width: none }
    a:link { color: inherit }
    [role="doc-pagebreak"]::after { border-block-start: 1px solid; color: ${mark}; content: attr(aria-label);
      font: 600 .6875rem/1.5 system-ui, sans-serif; inset-inline-end: 1.2%; min-inline-size: 3.5%; position: absolute;
      text-align: end; text-indent: 0 }
    [data-desk-current] { background: ${wash}; border-radius: 3px; box-shadow: 0 0 0 .3em ${wash}, -.55em 0 0 -.3em ${mark} }
    ${kinds.join("\n")}
    [data-desk-remark] { outline: 1px dashed var(--desk-fault); outline-offset: .3em }
    [data-desk-remark]::after { border-inline-start: 3px solid; color: var(--desk-fault); content: attr(data-desk-says);
      display: block; font: 500 .8125rem/1.4 system-ui, sans-serif; hyphens: none; margin: .6rem 0 .2rem;
      padding-inline-start: .6em; text-align: start; text-indent: 0; text-transform: none; white-space: pre-line }
    tr[data-desk-remark]::after { display: table-cell }`;
}

export class Book {
  name = "";
  #elements = [];
  #turn = 0;

  constructor(frame, desk) {
    this.frame = frame;
    this.desk = desk;
    // WebKit runs no listener in a frame that may run no script (bug 218086); the policy that every
    // document comes with still lets none of the book's own run.
    if (navigator.vendor.startsWith("Apple")) frame.sandbox.add("allow-scripts");
  }

  get document() {
    return this.frame.contentDocument;
  }

  get root() {
    return this.document.scrollingElement ?? this.document.documentElement;
  }

  // Show a document, from its beginning.
  async open(name) {
    if (this.name === name) return;
    const turn = ++this.#turn;
    this.name = name;
    this.places = undefined;
    const loaded = new Promise((done) => this.frame.addEventListener("load", done, { once: true }));
    this.frame.contentWindow.location.replace(`book/${encodeURIComponent(name)}.xhtml`);
    await loaded;
    if (turn !== this.#turn) return;
    this.dress();
    this.#listen();
    await this.#locate(turn);
    this.first = this.places?.pictures ?? {};
  }

  // Show what the document is now, without moving it.
  async refresh() {
    const turn = ++this.#turn;
    const answer = await fetch(`book/${encodeURIComponent(this.name)}.xhtml`);
    if (turn !== this.#turn) return;
    if (!answer.ok) {
      const name = this.desk.names()[0];
      if (name) await this.open(name);
      return;
    }
    const next = new DOMParser().parseFromString(await answer.text(), "application/xhtml+xml");
    if (turn !== this.#turn || next.querySelector("parsererror")) return;
    const anchor = this.#atTop();
    morph(this.document.documentElement, next.documentElement);
    await this.#locate(turn);
    this.#renewPictures(next);
    this.#returnTo(anchor);
  }

  dress() {
    const view = this.frame.contentWindow;
    if (!view || !this.document) return;
    const sheet = new view.CSSStyleSheet();
    sheet.replaceSync(sheetOf(this.desk.settings));
    this.document.adoptedStyleSheets = [sheet];
  }

  // The index of the innermost block that holds a place; a note's blocks are not in the order.
  indexAt(offset) {
    const blocks = this.places?.blocks ?? [];
    let found = 0;
    blocks.forEach((begin, index) => {
      if (begin <= offset && begin >= blocks[found]) found = index;
    });
    return found;
  }

  // Mark a place, and move to it unless it is in sight.
  show(offset, anchor) {
    const index = this.indexAt(offset);
    const element = (anchor && this.document.getElementById(anchor)) || this.#elements[index];
    for (const old of this.document.querySelectorAll("[data-desk-current]")) old.removeAttribute("data-desk-current");
    if (!element) return;
    (this.#elements[index] ?? element).setAttribute("data-desk-current", "");
    const { top, bottom } = element.getBoundingClientRect();
    const height = this.frame.clientHeight;
    if (top < height * 0.08 || bottom > height * 0.92) {
      element.scrollIntoView({ block: bottom - top > height ? "start" : "center", behavior: this.desk.motion });
    }
  }

  // Move to a place without marking it, as when print is scrolled.
  follow(offset) {
    this.#elements[this.indexAt(offset)]?.scrollIntoView({ block: "start" });
  }

  // The place of the first block in sight.
  inSight() {
    const index = this.#elements.findIndex((element) => element.getBoundingClientRect().bottom > 4);
    return index < 0 ? 0 : this.places.blocks[index];
  }

  // The place of the block before or after one; undefined at the end of the document.
  next(offset, by) {
    const leaves = this.#elements.flatMap((e, n) => (this.#elements[n + 1] && e.contains(this.#elements[n + 1]) ? [] : [n]));
    const here = leaves.indexOf(this.indexAt(offset));
    const index = leaves[here + by];
    return index === undefined ? undefined : { offset: this.places.blocks[index] };
  }

  last() {
    return this.places?.blocks.at(-1) ?? 0;
  }

  tell(remarks) {
    if (!this.document) return;
    for (const old of this.document.querySelectorAll("[data-desk-remark]")) {
      old.removeAttribute("data-desk-remark");
      old.removeAttribute("data-desk-says");
    }
    for (const remark of remarks) {
      if (remark.name !== this.name || !remark.line || !this.places) continue;
      const element = this.#elements[this.indexAt(offsetOfLine(this.places, remark.line))];
      if (!element) continue;
      const said = element.getAttribute("data-desk-says");
      const text = `${remark.line}: ${remark.message}`;
      element.setAttribute("data-desk-says", said ? `${said}\n${text}` : text);
      if (element.getAttribute("data-desk-remark") !== "error") element.setAttribute("data-desk-remark", remark.kind);
    }
  }

  #listen() {
    const { document } = this;
    document.documentElement.setAttribute("data-desk-book", this.name);
    document.addEventListener("click", (event) => this.#clicked(event));
    document.addEventListener("keydown", (event) => this.desk.key(event));
    document.addEventListener("scroll", () => this.desk.scrolled("book"), { passive: true });
    for (const kind of ["pointerdown", "wheel", "keydown"]) {
      document.addEventListener(kind, () => this.desk.lead("book"), { passive: true });
    }
  }

  async #locate(turn) {
    const places = await this.desk.placesOf(this.name);
    if (turn !== this.#turn) return;
    this.places = places;
    const article = this.document.querySelector("article");
    this.#elements = article ? [...article.querySelectorAll(places.tags.join(","))] : [];
    if (this.#elements.length !== places.blocks.length) this.#elements = [];
    this.tell(this.desk.remarks);
  }

  #clicked(event) {
    const link = event.target.closest("a[href]");
    if (link) {
      event.preventDefault();
      this.desk.followLink(link.getAttribute("href"), this.name);
      return;
    }
    const block = event.target.closest(this.places?.tags.join(",") || "p");
    const index = this.#elements.indexOf(block);
    if (index < 0) {
      if (!this.#elements.length) this.desk.go({ name: this.name, offset: 0 }, "book");
      return;
    }
    const offset = this.places.blocks[index] + this.#signsBefore(block, event);
    this.desk.go({ name: this.name, offset }, "book");
  }

  // How many signs of a block stand before the point that was clicked.
  #signsBefore(block, { clientX, clientY }) {
    const { document } = this;
    const caret = document.caretPositionFromPoint?.(clientX, clientY) ?? document.caretRangeFromPoint?.(clientX, clientY);
    const node = caret?.offsetNode ?? caret?.startContainer;
    if (!node || !block.contains(node)) return 0;
    const range = document.createRange();
    range.setStart(block, 0);
    range.setEnd(node, caret.offset ?? caret.startOffset);
    return Math.max(0, signs(range.toString()) - 1);
  }

  #atTop() {
    const element = this.#elements.find((each) => each.getBoundingClientRect().bottom > 4);
    if (!element) return undefined;
    const { left, top } = element.getBoundingClientRect();
    return { element, index: this.#elements.indexOf(element), left, top };
  }

  #returnTo(anchor) {
    if (!anchor) return;
    const element = anchor.element.isConnected ? anchor.element : this.#elements[anchor.index];
    if (!element) return;
    const { left, top } = element.getBoundingClientRect();
    this.root.scrollBy({ left: left - anchor.left, top: top - anchor.top, behavior: "instant" });
  }

  // A picture that changed behind its name is asked for by another address.
  #renewPictures(next) {
    const wanted = new Map([...next.querySelectorAll("img")].map((img) => [img.getAttribute("src"), img]));
    for (const image of this.document.querySelectorAll("img")) {
      const [name] = image.getAttribute("src").split("?");
      const digest = this.places.pictures[name];
      if (wanted.has(name) && digest && digest !== this.first[name]) image.setAttribute("src", `${name}?${digest}`);
    }
  }

  lineAt(offset) {
    return this.places ? lineOf(this.places, offset) : 1;
  }
}

