// epub.js 0.3.93 (rendition.js, themes.js): what most web readers are built on. It writes each
// document into a frame by srcdoc, so a browser parses our XHTML as HTML: that it survives is tested.

const load = source => new Promise((resolve, reject) => {
  const script = document.createElement("script");
  script.src = source;
  script.addEventListener("load", resolve);
  script.addEventListener("error", () => reject(new Error(`${source} is not installed`)));
  document.head.append(script);
});

await load("/modules/jszip/dist/jszip.min.js");
await load("/modules/epubjs/dist/epub.min.js");

const dress = (rendition, { background, colour, link, textSize }) => {
  rendition.themes.fontSize(`${textSize * 100}%`);
  if (!background) return;
  rendition.themes.default({
    body: { background, color: colour },
    "a:any-link": { color: link },
  });
};

const flat = entries => entries.flatMap(({ label, href, subitems }) =>
  [{ label: label.trim(), href }, ...flat(subitems ?? [])]);

export const open = async (file, area, theme) => {
  const book = globalThis.ePub();
  await book.open(await file.arrayBuffer());
  const { toc } = await book.loaded.navigation;
  // book.loaded.pageList is resolved before the list is read (book.js, unpack); the book's own is not.
  const { pageList } = book.pageList;
  const rendition = book.renderTo(area, { width: "100%", height: "100%", flow: "paginated" });
  dress(rendition, theme);
  const { direction } = book.package.metadata;

  // A document that cannot be shown leaves display() waiting for ever; only the event tells.
  const display = target => new Promise((resolve, reject) => {
    rendition.once("displayError", reject);
    rendition.display(target).then(resolve, reject);
  });
  const contents = () => rendition.getContents()[0];
  const shown = () => contents().document;
  return {
    spine: book.spine.spineItems.map(({ href }) => href),
    contents: flat(toc),
    pages: (pageList ?? []).map(({ page, href }) => ({ label: String(page), href })),
    direction: direction || "ltr",
    index: () => contents().sectionIndex,
    place: () => `${contents().sectionIndex} ${rendition.manager.container.scrollLeft} ` +
      rendition.manager.container.scrollTop,
    show: index => display(book.spine.get(index).href),
    goTo: async href => {
      if (!book.spine.get(href)) return false;
      // It moves before a document that it has just loaded has its size of text, and then not again.
      await display(href);
      await display(href);
      return true;
    },
    // It leaves it to its host what a touch on a side does; its own examples do this.
    turn: side => side === (direction === "rtl" ? "left" : "right")
      ? rendition.next() : rendition.prev(),
    bodies: () => [shown().body],
    find: id => shown().getElementById(id),
    stride: () => {
      const { delta, divisor, height } = rendition.manager.layout;
      const vertical = rendition.manager.settings.axis === "vertical";
      return { length: vertical ? height : delta / divisor, vertical };
    },
  };
};
