// The editor's desk: outline, screen and print of one publication, which follow one another and
// every change of its files.

import { Book } from "./book.js";
import { markCurrent, renderOutline, renderRemarks } from "./outline.js";
import { Places, offsetOfLine, pageOf } from "./places.js";
import { Print } from "./print.js";

const SIZES = [70, 80, 90, 100, 115, 130, 150, 175, 200, 250];
const DEVICES = { phone: [375, 667], reader: [450, 600], tablet: [744, 992] };
const LATER = 90; // milliseconds after the last of a row of events
const SETTLED = 600; // until what scrolls after a click is scrolled by hand
const find = (selector) => document.querySelector(selector);

class Desk {
  settings = { device: "phone", light: "day", size: 100, sheets: "spread", ...saved() };
  remarks = [];
  place = null;
  #places = new Places();
  #proof = null;
  #leading = "book";
  #timer = 0;
  #quiet = 0;

  constructor() {
    this.book = new Book(find("#book"), this);
    this.print = new Print(find("#pages"), this);
    this.#wire();
    this.#apply();
    const source = new EventSource("events");
    source.addEventListener("message", ({ data }) => this.#receive(JSON.parse(data)));
    source.addEventListener("error", () => this.#status("failed", "Pressrun does not answer; waiting for it"));
  }

  get motion() {
    return matchMedia("(prefers-reduced-motion: reduce)").matches ? "instant" : "smooth";
  }

  placesOf(name) {
    return this.#places.of(name, this.#proof?.number ?? 0);
  }

  // The documents in their order.
  names() {
    const all = (lines) => lines.flatMap(({ name, children }) => [name, ...all(children)]);
    return [...new Set(all(this.#proof?.outline ?? []))];
  }

  // Go to a place in every pane but the one it comes from.
  async go(place, from) {
    this.place = place;
    clearTimeout(this.#timer);
    this.#quiet = performance.now() + SETTLED;
    this.lead(from);
    if (this.book.name !== place.name) await this.book.open(place.name);
    if (this.place !== place) return;
    if (place.line) place.offset = offsetOfLine(await this.placesOf(place.name), place.line);
    if (place.anchor) place.offset = this.#offsetOfAnchor(place.anchor);
    this.book.show(place.offset ?? 0, place.anchor);
    if (from !== "print" || this.print.pages.length) await this.print.show(place);
    markCurrent(find("#outline"), place.anchor || place.name);
    history.replaceState(null, "", `#${place.anchor || place.name}`);
    await this.#sayPlace();
  }

  followLink(href, name) {
    if (/^[a-z][a-z0-9+.-]*:/i.test(href)) {
      window.open(href, "_blank", "noopener,noreferrer");
      return;
    }
    const [file, anchor] = href.split("#");
    this.go({ name: decodeURIComponent(file.replace(/\.xhtml$/, "")) || name, offset: 0, anchor }, "link");
  }

  lead(pane) {
    if (pane === "book" || pane === "print") this.#leading = pane;
  }

  // Let the pane that is not being scrolled come after.
  scrolled(pane) {
    if (pane !== this.#leading || !this.#proof || performance.now() < this.#quiet) return;
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.#follow(pane), LATER);
  }

  key(event) {
    if (!event.altKey || event.ctrlKey || event.metaKey) return;
    const by = { ArrowUp: -1, ArrowDown: 1 }[event.key];
    if (!by) return;
    event.preventDefault();
    this.step(by);
  }

  async step(by) {
    const here = this.place?.name === this.book.name ? this.place.offset : this.book.inSight();
    const next = this.place ? this.book.next(here, by) : { offset: here };
    if (next) {
      await this.go({ name: this.book.name, ...next }, "step");
      return;
    }
    const names = this.names();
    const name = names[names.indexOf(this.book.name) + by];
    if (!name) return;
    await this.book.open(name);
    await this.go({ name, offset: by > 0 ? 0 : this.book.last() }, "step");
  }

  async #follow(pane) {
    if (pane === "book") {
      if (this.book.places?.printed.length) await this.print.follow({ name: this.book.name, offset: this.book.inSight() });
      return;
    }
    const before = this.place;
    const place = await this.print.inSight();
    if (!place || this.#leading !== "print" || this.place !== before) return;
    await this.book.open(place.name);
    this.book.follow(place.offset);
    markCurrent(find("#outline"), place.name);
  }

  #offsetOfAnchor(anchor) {
    const element = this.book.document.getElementById(anchor);
    const blocks = [...(this.book.document.querySelector("article")?.querySelectorAll(this.book.places.tags.join(",")) ?? [])];
    const index = element ? blocks.findIndex((block) => block.contains(element) || element.contains(block)) : -1;
    return this.book.places.blocks[index] ?? 0;
  }

  async #receive(state) {
    this.#report(state);
    const proof = state.proof;
    const news = JSON.stringify(state.remarks) !== JSON.stringify(this.remarks);
    this.remarks = state.remarks;
    if (news) renderRemarks(find("#remarks"), this.remarks, (remark) => this.go({ name: remark.name, offset: 0, line: remark.line }, "remark"));
    if (proof && proof.number !== this.#proof?.number) {
      await this.#renew(proof);
    } else if (news && this.#proof) {
      renderOutline(find("#outline"), this.#proof.outline, this.remarks);
      this.book.tell(this.remarks);
      this.print.mark();
    }
  }

  async #renew(proof) {
    const first = !this.#proof;
    this.#proof = proof;
    document.title = `${proof.title} – preview`;
    find("#title").textContent = proof.title;
    find("#title").lang = proof.language;
    renderOutline(find("#outline"), proof.outline, this.remarks);
    this.print.render(proof);
    if (first) await this.#begin();
    else await this.book.refresh();
    markCurrent(find("#outline"), this.place?.anchor || this.book.name);
    this.print.mark();
    await this.#sayPlace();
    document.documentElement.dataset.proof = proof.number;
  }

  async #begin() {
    const [name, anchor] = destination(location.hash);
    const names = this.names();
    const body = names.find((each) => !["cover", "titlepage", "nav"].includes(each));
    await (names.includes(name) ? this.go({ name, offset: 0, anchor }, "address") : this.book.open(body ?? names[0]));
  }

  #report({ state, step, done, total, took, remarks, proof }) {
    const errors = remarks.filter(({ kind }) => kind === "error").length;
    if (state === "working") {
      const part = total > 1 ? ` ${done} of ${total}` : "";
      this.#status(state, step ? `${step[0].toUpperCase()}${step.slice(1)}${part}…` : "Rebuilding…");
    } else if (state === "failed") this.#status(state, proof ? "Not rebuilt; the last good pages stay" : "Nothing could be built yet");
    else this.#status(errors ? "failed" : state, `Up to date, in ${took.toFixed(1)} s`);
    const first = remarks.find(({ kind }) => kind === "error");
    const text = first && state !== "working" ? `${errors === 1 ? "One error" : `${errors} errors`}. ${first.place ? `${first.place}: ` : ""}${first.message}` : "";
    if (state !== "working" && find("#alert").textContent !== text) find("#alert").textContent = text;
  }

  #status(state, text) {
    const status = find("#status");
    status.dataset.state = state;
    if (status.textContent !== text) status.textContent = text;
  }

  async #sayPlace() {
    const { name } = this.book;
    const places = await this.placesOf(name);
    const offset = this.place?.name === name ? this.place.offset ?? 0 : 0;
    const page = pageOf(places, offset);
    const folio = page > places.front ? page - places.front : places.folio;
    const line = this.book.lineAt(offset);
    const where = places.path ? `${places.path}:${line}` : "";
    const short = places.path ? `${places.file}:${line}` : "";
    find("#place").textContent = [short, folio ? `page ${folio}` : ""].filter(Boolean).join(" · ");
    find("#copy").hidden = !where;
    find("#copy").dataset.place = where;
    find("#copy").setAttribute("aria-label", `Copy ${where}`);
  }

  #wire() {
    addEventListener("hashchange", () => {
      const [name, anchor] = destination(location.hash);
      if (this.names().includes(name)) this.go({ name, offset: 0, anchor }, "outline");
    });
    find("#outline").addEventListener("click", (event) => {
      const link = event.target.closest("a");
      if (link && link.hash === location.hash) dispatchEvent(new Event("hashchange"));
      if (link && document.body.dataset.view === "outline") this.#look("screen");
    });
    document.addEventListener("keydown", (event) => this.key(event));
    document.addEventListener("change", ({ target }) => this.#set(target.name, target.value));
    find("#smaller").addEventListener("click", () => this.#resize(-1));
    find("#larger").addEventListener("click", () => this.#resize(1));
    find("#before").addEventListener("click", () => this.step(-1));
    find("#after").addEventListener("click", () => this.step(1));
    find("#copy").addEventListener("click", ({ currentTarget }) => this.#copy(currentTarget));
    for (const button of document.querySelectorAll(".switch button")) {
      button.addEventListener("click", () => this.#look(button.dataset.view));
    }
    new ResizeObserver(() => this.#fit()).observe(find("#stage"));
  }

  async #copy(button) {
    await navigator.clipboard.writeText(button.dataset.place);
    button.textContent = "Copied";
    setTimeout(() => { button.textContent = "Copy"; }, 1500);
  }

  #look(view) {
    document.body.dataset.view = view;
    for (const button of document.querySelectorAll(".switch button")) {
      button.setAttribute("aria-pressed", String(button.dataset.view === view));
    }
    if (this.place && view !== "outline") this.go(this.place, "view");
  }

  #resize(by) {
    const index = SIZES.indexOf(this.settings.size) + by;
    this.#set("size", SIZES[Math.min(Math.max(index, 0), SIZES.length - 1)]);
  }

  #set(name, value) {
    if (!(name in this.settings)) return;
    this.settings[name] = value;
    localStorage.setItem("desk", JSON.stringify(this.settings));
    this.#apply();
    if (this.place) this.book.show(this.place.offset ?? 0);
  }

  #apply() {
    const { device, light, size, sheets } = this.settings;
    for (const [name, value] of Object.entries({ device, light, sheets })) {
      const choice = find(`input[name="${name}"][value="${value}"]`);
      if (choice) choice.checked = true;
    }
    find("#size").textContent = `${size} %`;
    find(".device").dataset.device = device;
    find(".device").dataset.light = light;
    find("#pages").dataset.sheets = sheets;
    this.#fit();
    if (this.book.name) this.book.dress();
  }

  // Let the device be as large as there is room, and never larger than it is.
  #fit() {
    const [width, height] = DEVICES[this.settings.device];
    const stage = find("#stage");
    const frame = find(".device");
    const [across, down] = [stage.clientWidth - 56, stage.clientHeight - 64];
    const scale = Math.min(1, across / width, Math.max(down / height, 0.5));
    frame.style.setProperty("--width", `${width}px`);
    frame.style.setProperty("--height", `${height}px`);
    frame.style.setProperty("--scale", scale.toFixed(4));
  }
}

function destination(hash) {
  const place = decodeURIComponent(hash.slice(1));
  const name = place.split("--")[0];
  return [name, place === name ? undefined : place];
}

function saved() {
  try {
    return JSON.parse(localStorage.getItem("desk")) ?? {};
  } catch {
    return {};
  }
}

new Desk();
