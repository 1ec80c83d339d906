// The printed pages, as spreads or singly. Each is a picture whose name is what is on it, so that
// only a page that changed is asked for again.

import { linesOf } from "./places.js";

export class Print {
  #figures = [];
  #near = new Set();
  #place = null;

  constructor(container, desk) {
    this.container = container;
    this.desk = desk;
    this.sheets = document.createElement("div");
    this.sheets.className = "sheets";
    container.append(this.sheets);
    const seen = (entries) => entries.forEach((e) => this.#near[e.isIntersecting ? "add" : "delete"](e.target));
    this.watch = new IntersectionObserver(seen, { root: container, rootMargin: "50%" });
    container.addEventListener("scroll", () => desk.scrolled("print"), { passive: true });
    for (const kind of ["pointerdown", "wheel", "keydown"]) {
      container.addEventListener(kind, () => desk.lead("print"), { passive: true });
    }
  }

  render({ pages, size, direction }) {
    this.pages = pages;
    this.size = size;
    this.sheets.dir = direction;
    this.sheets.style.setProperty("--ratio", size ? `${size[0]} / ${size[1]}` : "1 / 1.4");
    this.container.toggleAttribute("data-empty", !pages.length);
    while (this.#figures.length > pages.length) this.#remove(this.#figures.pop());
    while (this.#figures.length < pages.length) this.#add(this.#figures.length);
    pages.forEach(({ key }, index) => this.#draw(this.#figures[index], key));
    this.mark();
  }

  // Mark the lines of a place's paragraph, and move to them unless they are in sight.
  async show(place) {
    this.#place = place;
    const first = await this.mark();
    if (first) this.#reveal(first);
  }

  async follow(place) {
    const places = await this.desk.placesOf(place.name);
    const line = linesOf(places, place.offset)[0];
    const figure = this.#figures[(line?.[0] ?? places.page) - 1];
    if (figure) this.container.scrollTo({ top: this.#topOf(figure, line) });
  }

  async mark() {
    for (const old of this.sheets.querySelectorAll(".mark")) old.remove();
    this.#markRemarks();
    const place = this.#place;
    if (!place) return null;
    const places = await this.desk.placesOf(place.name);
    if (place !== this.#place) return null;
    const lines = places.printed.length ? linesOf(places, place.offset) : [[places.page, 0, 0, 0, 0, 0]];
    const marks = lines.map((line) => this.#put(line, "mark current"));
    return { figure: this.#figures[lines[0][0] - 1], line: lines[0], mark: marks[0] };
  }

  // The place of what is in sight.
  async inSight() {
    const { top, height } = this.container.getBoundingClientRect();
    const index = this.#figures.findIndex((each) => each.getBoundingClientRect().bottom > top + height * 0.25);
    if (index < 0) return null;
    const box = this.#figures[index].getBoundingClientRect();
    return this.#placeAt(index, 0, ((top - box.top) / box.height) * this.size[1]);
  }

  async #markRemarks() {
    for (const remark of this.desk.remarks) {
      if (!remark.name || !remark.line) continue;
      const places = await this.desk.placesOf(remark.name);
      const offset = places.lines.filter(([, line]) => line <= remark.line).at(-1)?.[0] ?? 0;
      const line = places.printed.length && linesOf(places, offset)[0];
      if (line) this.#put([line[0], 0, Math.max(4, line[2] - 14), line[3], 5, line[5]], `mark ${remark.kind}`);
    }
  }

  #put([page, , left, top, width, height], kind) {
    const figure = this.#figures[page - 1];
    if (!figure || !width) return null;
    const mark = document.createElement("span");
    mark.className = kind;
    const [across, down] = this.size;
    const share = (part, whole) => `${(100 * part) / whole}%`;
    Object.assign(mark.style, {
      left: share(left, across), top: share(top, down), width: share(width, across), height: share(height, down),
    });
    figure.querySelector(".paper").append(mark);
    return mark;
  }

  #topOf(figure, line) {
    const inside = line && this.size ? (figure.firstChild.clientHeight * line[3]) / this.size[1] : 0;
    return figure.offsetTop + inside - this.container.clientHeight * 0.3;
  }

  #reveal({ figure, line, mark }) {
    if (!figure) return;
    const view = this.container.getBoundingClientRect();
    const box = (mark ?? figure).getBoundingClientRect();
    const inSight = mark ? box.top > view.top + 20 && box.bottom < view.bottom - 20 : box.top >= view.top - 1 && box.top < view.bottom - 100;
    if (!inSight) this.container.scrollTo({ top: this.#topOf(figure, line), behavior: this.desk.motion });
  }

  #add(index) {
    const figure = document.createElement("figure");
    figure.innerHTML = '<button type="button" class="paper"><img alt="" loading="lazy" decoding="async"></button><figcaption></figcaption>';
    figure.querySelector("button").setAttribute("aria-label", `Page ${index + 1}`);
    figure.querySelector("figcaption").textContent = index + 1;
    figure.querySelector("button").addEventListener("click", (event) => this.#clicked(index, event));
    this.sheets.append(figure);
    this.#figures.push(figure);
    this.watch.observe(figure);
  }

  #remove(figure) {
    this.watch.unobserve(figure);
    this.#near.delete(figure);
    figure.remove();
  }

  // What is in sight stays until what follows it can be shown.
  async #draw(figure, key) {
    if (figure.dataset.key === key) return;
    figure.dataset.key = key;
    const image = figure.querySelector("img");
    const address = `page/${key}.png`;
    if (this.#near.has(figure) && image.complete && image.naturalWidth) {
      const next = new Image();
      next.src = address;
      await next.decode().catch(() => {});
    }
    if (figure.dataset.key === key) image.src = address;
  }

  async #clicked(index, event) {
    const box = this.#figures[index].querySelector("img").getBoundingClientRect();
    const byKey = event.detail === 0;
    const x = byKey ? 0 : ((event.clientX - box.left) / box.width) * this.size[0];
    const y = byKey ? 0 : ((event.clientY - box.top) / box.height) * this.size[1];
    const place = await this.#placeAt(index, x, y);
    if (place) this.desk.go(place, "print");
  }

  // The place that is printed at a point of a page, or next to it.
  async #placeAt(index, x, y) {
    const { name } = this.pages[index];
    const places = await this.desk.placesOf(name);
    const away = ([, , left, top, width, height]) =>
      Math.hypot(Math.max(left - x, 0, x - left - width), 2 * Math.max(top - y, 0, y - top - height));
    const here = places.printed.filter(([page]) => page === index + 1);
    const nearest = here.toSorted((one, other) => away(one) - away(other))[0];
    return { name, offset: nearest?.[1] ?? 0 };
  }
}
