// Vivliostyle 2.45.1 (core-viewer.ts, epub.ts): lays pages out by a CSS engine of its own, in the
// document of its host, each sign of the book copied into one of them.

import { BASE, openPackage } from "../webpub.js";

const LIBRARY = "/modules/@vivliostyle/core/lib/vivliostyle.js";

// The package is CommonJS alone.
const loaded = async () => {
  const module = { exports: {} };
  const source = await (await fetch(LIBRARY)).text();
  new Function("module", "exports", source)(module, module.exports);
  return module.exports;
};

const { CoreViewer, Navigation } = await loaded();

const sheet = ({ background, colour, link }) => background ? `
  @page { background: ${background}; }
  html, body { background: ${background}; color: ${colour}; }
  a:any-link { color: ${link}; }` : "";

// epub.ts, transformFragment: ids are made unique in the host's document.
const nameOf = url => `viv-id-${url.replace(/[^-a-zA-Z0-9_]/g, sign =>
  `:${sign.charCodeAt(0).toString(16).padStart(4, "0")}`)}`;

// "viv-id-…" → "/chapter.xhtml#id": a place in the book, from its root.
const original = name => name.slice("viv-id-".length).replace(/:([0-9a-f]{4})/g, (_, code) =>
  String.fromCharCode(Number.parseInt(code, 16))).slice(BASE.length - 1);

const hrefOf = link => {
  const href = link.getAttribute("href");
  return href.startsWith("#viv-id-") ? original(href.slice(1)) : href;
};

const idOf = ({ id }) => id.startsWith("viv-id-") ? original(id).replace(/^.*#/, "") : id;

const settled = (viewer, act) => new Promise((resolve, reject) => {
  const end = ({ a }) => {
    if (a !== "moveTo") return;
    viewer.removeListener("done", end);
    resolve();
  };
  viewer.addListener("done", end);
  act();
});

export const open = async (file, area, theme) => {
  const { path, spine, contents, pages } = await openPackage();
  const viewer = new CoreViewer({ viewportElement: area }, {
    autoResize: false,
    defaultPaperSize: { width: innerWidth, height: innerHeight },
    fontSize: 16 * theme.textSize,
    renderAllPages: true,
  });
  const failures = [];
  viewer.addListener("error", ({ content }) => failures.push(content.error ?? content));
  await new Promise(resolve => {
    viewer.addListener("readystatechange", () => viewer.readyState === "complete" && resolve());
    viewer.loadPublication(BASE + path, { userStyleSheet: [{ text: sheet(theme) }] });
  });
  const pagesOf = i => viewer.adaptViewer_.opfView.spineItems[i]?.pages.map(p => p.container) ?? [];
  const isShown = page => page.style.display !== "none";
  const index = () => spine.findIndex((_, i) => pagesOf(i).some(isShown));
  const url = href => BASE + href;
  const goTo = async href => {
    if (!spine.includes(href.replace(/#.*/, ""))) return false;
    await settled(viewer, () => viewer.navigateToInternalUrl(url(href)));
    return true;
  };
  viewer.addListener("hyperlink", ({ href, internal }) =>
    internal && viewer.navigateToInternalUrl(href));
  const place = () => `${index()} ${pagesOf(index()).findIndex(isShown)}`;
  return {
    spine, contents, pages, index, place, goTo, hrefOf, idOf,
    direction: viewer.getCurrentPageProgression(),
    show: async i => {
      await goTo(spine[i]);
      if (failures.length) throw failures.shift();
    },
    turn: side => settled(viewer, () =>
      viewer.navigateToPage(side === "left" ? Navigation.LEFT : Navigation.RIGHT)),
    bodies: () => pagesOf(index()),
    find: id => document.getElementById(nameOf(`${url(spine[index()])}#${id}`)),
    // Only one page is laid out in the browser; to be measured they all are, one upon another.
    unfold: () => {
      const boxes = pagesOf(index());
      const before = boxes.map(box => box.style.cssText);
      for (const { style } of boxes)
        Object.assign(style, { display: "block", left: 0, position: "absolute", top: 0 });
      return () => boxes.forEach((box, i) => { box.style.cssText = before[i]; });
    },
    stride: () => ({ length: innerWidth, vertical: false }),
  };
};
