// foliate-js 1.0.1 (view.js, paginator.js, footnotes.js): what Foliate and Readest are built on.

import { FootnoteHandler } from "/modules/foliate-js/footnotes.js";
import "/modules/foliate-js/view.js";

// As Foliate does it: a style element after the book's own, nothing marked important.
const css = ({ background, colour, link, textSize }) => [
  `html { font-size: ${textSize * 100}%; }`,
  background ? `html, body { background: ${background}; color: ${colour}; }` : "",
  background ? `a:any-link { color: ${link}; }` : "",
].join("\n");

const flat = entries => (entries ?? []).flatMap(({ label, href, subitems }) =>
  [{ label, href }, ...flat(subitems)]);

// Notes pop up in a window over the page, which the library leaves to its host.
const notesOf = (view, area) => {
  let popUp = null;
  let shown = null;
  const handler = new FootnoteHandler();
  handler.addEventListener("before-render", ({ detail }) => {
    popUp = document.createElement("div");
    popUp.className = "pop-up";
    popUp.append(detail.view);
    area.append(popUp);
    detail.view.renderer.setAttribute("flow", "scrolled");
  });
  handler.addEventListener("render", ({ detail }) => { shown = detail.view; });
  view.addEventListener("link", event => handler.handle(view.book, event));
  return {
    note: () => shown?.renderer.getContents()[0]?.doc.body ?? null,
    closeNote: () => {
      shown?.close();
      popUp?.remove();
      popUp = shown = null;
    },
  };
};

export const open = async (file, area, theme) => {
  const view = document.createElement("foliate-view");
  area.append(view);
  await view.open(file);
  const { book, renderer } = view;
  renderer.setStyles(css(theme));
  const shown = () => renderer.getContents()[0];
  const vertical = () => getComputedStyle(shown().doc.body).writingMode.startsWith("vertical");
  return {
    spine: book.sections.map(({ id }) => id),
    contents: flat(book.toc),
    pages: flat(book.pageList),
    direction: book.dir || "ltr",
    index: () => shown().index,
    place: () => `${shown().index} ${renderer.page}`,
    show: async index => {
      await view.goTo(index);
      if (shown()?.index !== index) throw new Error(`${book.sections[index].id} was not shown`);
    },
    goTo: async href => {
      const target = await view.goTo(href);
      return Boolean(target) && shown()?.index === target.index;
    },
    turn: side => side === "left" ? view.goLeft() : view.goRight(),
    bodies: () => [shown().doc.body],
    find: id => shown().doc.getElementById(id),
    stride: () => ({
      length: renderer.size / (vertical() ? 1 : renderer.columnCount),
      vertical: vertical(),
    }),
    ...notesOf(view, area),
  };
};
