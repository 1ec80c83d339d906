// foliate-js 1.0.1 (view.js, paginator.js): what Foliate and Readest are built on.

import "/modules/foliate-js/view.js";

// As Foliate does it: a style element after the book's own, nothing marked important.
const css = ({ background, colour, link, textSize }) => [
  `html { font-size: ${textSize * 100}%; }`,
  background ? `html, body { background: ${background}; color: ${colour}; }` : "",
  background ? `a:any-link { color: ${link}; }` : "",
].join("\n");

const flat = entries => (entries ?? []).flatMap(({ label, href, subitems }) =>
  [{ label, href }, ...flat(subitems)]);

export const open = async (file, area, theme) => {
  const view = document.createElement("foliate-view");
  area.append(view);
  await view.open(file);
  const { book, renderer } = view;
  renderer.setStyles(css(theme));
  const shown = () => renderer.getContents()[0];

  const show = async index => {
    await view.goTo(index);
    if (shown()?.index !== index) throw new Error(`${book.sections[index].id} was not shown`);
    return shown().doc;
  };
  const goTo = async href => {
    const target = await view.goTo(href);
    return target && shown()?.index === target.index ? shown().doc : null;
  };
  // foliate-js keeps one blank page before and one after those of the document.
  const next = async () => {
    if (renderer.page >= renderer.pages - 2) return null;
    await renderer.next();
    return shown().doc;
  };
  const stride = () => {
    const { doc } = shown();
    const vertical = getComputedStyle(doc.body).writingMode.startsWith("vertical");
    const columns = vertical ? 1 : renderer.columnCount;
    return { length: renderer.size / columns, vertical };
  };
  return {
    spine: book.sections.map(({ id }) => id),
    contents: flat(book.toc),
    pages: flat(book.pageList),
    show, goTo, next, stride,
  };
};
