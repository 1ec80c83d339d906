// Readium's navigator 2.10.3 (EpubNavigator.ts): what Thorium Web and libraries' readers are built on;
// it brings ReadiumCSS, which Thorium and the Readium toolkits of telephones lay over a book as well.

import { EpubNavigator } from "@readium/navigator";
import {
  HttpFetcher, Link, Locator, Manifest, Publication,
} from "@readium/shared";
import { BASE, manifestOf, openPackage, positionsOf } from "../webpub.js";

const preferencesOf = ({ background, colour, link, textSize }) => ({
  fontSize: textSize,
  ...background ? { backgroundColor: background, textColor: colour, linkColor: link } : {},
});

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
  // It refuses whatever is asked while it still goes where a touch has sent it.
  const idle = async () => {
    while (navigator._isNavigating) await new Promise(requestAnimationFrame);
  };
  const goTo = async href => {
    const [path, id] = href.split("#");
    if (!spine.includes(path)) return false;
    const link = new Link({ href: encodeURI(path) + (id ? `#${id}` : "") });
    await idle();
    await new Promise(resolve => navigator.goLink(link, false, resolve));
    return true;
  };
  return {
    spine, contents, pages, index, goTo, idle,
    direction: navigator.readingProgression,
    place: () => `${index()} ${shown().scrollingElement.scrollLeft}`,
    show: async i => {
      await goTo(spine[i]);
      if (index() !== i) throw new Error(`${spine[i]} was not shown`);
    },
    turn: async side => {
      await idle();
      await new Promise(resolve => navigator[side === "left" ? "goLeft" : "goRight"](false, resolve));
    },
    bodies: () => [shown().body],
    find: id => shown().getElementById(id),
    // Lines that run downwards stand on one long sheet, which scrolls sideways.
    stride: () => {
      const { columnCount, writingMode } = getComputedStyle(shown().documentElement);
      const { innerHeight, innerWidth } = shown().defaultView;
      const vertical = writingMode.startsWith("vertical");
      return { length: vertical ? innerHeight : innerWidth / (Number(columnCount) || 1), vertical };
    },
  };
};
