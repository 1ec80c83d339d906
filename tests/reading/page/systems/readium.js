// Readium's navigator 2.2.5 (EpubNavigator.ts): what Thorium Web and libraries' readers are built on;
// it brings ReadiumCSS, which Thorium and the Readium toolkits of telephones lay over a book as well.

import { EpubNavigator } from "/modules/@readium/navigator/dist/index.js";
import {
  HttpFetcher, Link, Locator, Manifest, Publication,
} from "/modules/@readium/shared/dist/index.js";
import { BASE, manifestOf, openPackage, positionsOf } from "../webpub.js";

const preferencesOf = ({ background, colour, link, textSize }) => ({
  fontSize: textSize,
  ...background ? { backgroundColor: background, textColor: colour, linkColor: link } : {},
});

// Milliseconds after which no answer will come.
const SILENCE = 5000;

// What is left to the host; links to the web are its affair.
const LISTENERS = { handleLocator: () => true };

const publicationOf = manifest => new Publication({
  manifest: Manifest.deserialize(manifest),
  fetcher: new HttpFetcher(undefined, BASE),
});

const boxIn = area => {
  const box = document.createElement("div");
  box.className = "readium";
  area.append(box);
  return box;
};

export const open = async (file, area, theme) => {
  const book = await openPackage();
  const { spine, contents, pages } = book;
  const manifest = manifestOf(book);
  const positions = (await positionsOf(manifest.readingOrder)).map(Locator.deserialize);
  const navigator = new EpubNavigator(
    boxIn(area), publicationOf(manifest), LISTENERS, positions, undefined,
    { preferences: preferencesOf(theme), defaults: {} },
  );
  await navigator.load();

  const shown = () => navigator._cframes[0].iframe.contentDocument;
  const index = () => spine.indexOf(decodeURI(navigator.currentLocator.href));
  const goTo = async href => {
    const [path, id] = href.split("#");
    if (!spine.includes(path)) return false;
    const link = new Link({ href: encodeURI(path) + (id ? `#${id}` : "") });
    await new Promise(resolve => {
      // It loses a message that comes while it still goes where a touch has sent it: ask once more.
      const again = setTimeout(() => navigator.goLink(link, false, resolve), SILENCE);
      navigator.goLink(link, false, () => { clearTimeout(again); resolve(); });
    });
    return true;
  };
  return {
    spine, contents, pages, index, goTo,
    direction: navigator.readingProgression,
    place: () => `${index()} ${shown().scrollingElement.scrollLeft}`,
    show: async i => {
      await goTo(spine[i]);
      if (index() !== i) throw new Error(`${spine[i]} was not shown`);
    },
    turn: side => new Promise(resolve => {
      navigator[side === "left" ? "goLeft" : "goRight"](false, resolve);
    }),
    bodies: () => [shown().body],
    find: id => shown().getElementById(id),
    stride: () => {
      const columns = Number(getComputedStyle(shown().documentElement).columnCount) || 1;
      return { length: shown().defaultView.innerWidth / columns, vertical: false };
    },
  };
};
