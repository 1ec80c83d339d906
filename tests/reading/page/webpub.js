// What a server of publications says of an unpacked EPUB, as Readium's streamers do: the parts of the
// package, its navigation, a Readium Web Publication Manifest (readium.org/webpub-manifest) and the
// positions in it (readium/architecture, models/locators/best-practices: one for each 1024 bytes).

export const BASE = `${location.origin}/book/`;
const SOME_ORIGIN = "book://book/";
const POSITION_BYTES = 1024;

const fetched = async path => {
  const response = await fetch(BASE + path);
  if (!response.ok) throw new Error(`${path}: ${response.status}`);
  return response;
};

const parsed = async path =>
  new DOMParser().parseFromString(await (await fetched(path)).text(), "application/xml");

const all = (node, name) => [...node.getElementsByTagNameNS("*", name)];

const resolved = (path, href) =>
  decodeURI(new URL(href, SOME_ORIGIN + encodeURI(path)).href.slice(SOME_ORIGIN.length));

const entriesOf = (list, path) => [...list?.children ?? []].flatMap(item => {
  const [link] = all(item, "a");
  const inner = [...item.children].find(({ localName }) => localName === "ol");
  const label = link.textContent.replace(/\s+/g, " ").trim();
  return [{ label, href: resolved(path, link.getAttribute("href")) }, ...entriesOf(inner, path)];
});

const navigationOf = async path => {
  const navs = all(await parsed(path), "nav");
  const entries = kind => {
    const nav = navs.find(n => n.getAttribute("epub:type") === kind);
    return entriesOf(nav && all(nav, "ol")[0], path);
  };
  return { contents: entries("toc"), pages: entries("page-list") };
};

export const openPackage = async () => {
  const [rootfile] = all(await parsed("META-INF/container.xml"), "rootfile");
  const path = rootfile.getAttribute("full-path");
  const opf = await parsed(path);
  const items = new Map(all(opf, "item").map(item => [item.id, {
    href: resolved(path, item.getAttribute("href")),
    type: item.getAttribute("media-type"),
    isNav: /\bnav\b/.test(item.getAttribute("properties") ?? ""),
  }]));
  const spine = all(opf, "itemref").map(ref => items.get(ref.getAttribute("idref")).href);
  return {
    path, opf, spine,
    items: [...items.values()],
    ...await navigationOf([...items.values()].find(({ isNav }) => isNav).href),
  };
};

export const manifestOf = ({ opf, spine, items, contents }) => {
  const progression = all(opf, "spine")[0].getAttribute("page-progression-direction");
  const link = ({ href, type }) => ({ href: encodeURI(href), type });
  return {
    metadata: {
      title: all(opf, "title")[0].textContent,
      language: all(opf, "language").map(language => language.textContent),
      ...["ltr", "rtl"].includes(progression) ? { readingProgression: progression } : {},
    },
    links: [{ rel: "self", href: `${BASE}manifest.json`, type: "application/webpub+json" }],
    readingOrder: spine.map(href => link(items.find(item => item.href === href))),
    resources: items.filter(({ href }) => !spine.includes(href)).map(link),
    toc: contents.map(({ label, href }) => ({ title: label, href: encodeURI(href) })),
  };
};

export const positionsOf = async readingOrder => {
  const positions = [];
  for (const { href, type } of readingOrder) {
    const { byteLength } = await (await fetched(href)).arrayBuffer();
    const count = Math.max(1, Math.ceil(byteLength / POSITION_BYTES));
    for (let part = 0; part < count; part += 1) {
      const locations = { position: positions.length + 1, progression: part / count };
      positions.push({ href, type, locations });
    }
  }
  return positions;
};
