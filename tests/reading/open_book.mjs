// Open books in real reading systems in a real browser and say what was seen.
//
// Standard input, a line a book: { book, folder, views: [{ system, width, height,
//   scale, night, theme, walk, screens, out }] }
// Standard output, a line a book: { readings: [{ direction, documents, contents, pages, links, notes,
//   leaves, complaints }] }, one a view, in the same order; or { error }
//
// Loopback only: the reading systems come from node_modules, the book from its own path and unpacked
// from `folder`, and whatever else a page asks for is refused and reported.

import { createServer } from "node:http";
import { mkdir, readFile } from "node:fs/promises";
import { basename, extname, join, normalize } from "node:path";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";
import { chromium } from "playwright-core";

const PAGE = fileURLToPath(new URL("page/", import.meta.url));
const MODULES = fileURLToPath(new URL("../../node_modules/", import.meta.url));
const CHROMIUM = process.env.CHROMIUM ?? "/usr/bin/chromium";
const QUIET_FLAGS = [
  "--disable-background-networking", "--disable-component-update", "--disable-gpu",
  "--disable-quic", "--disable-sync", "--no-first-run", "--no-sandbox",
];
const TYPES = {
  ".css": "text/css", ".epub": "application/epub+zip", ".gif": "image/gif", ".html": "text/html",
  ".jpg": "image/jpeg", ".js": "text/javascript", ".json": "application/json",
  ".mjs": "text/javascript", ".png": "image/png", ".svg": "image/svg+xml",
  ".xhtml": "application/xhtml+xml", ".xml": "application/xml",
};
// What the reading systems themselves say about every book; each with the reason it is not ours.
const OWN_NOISE = [
  /allow-scripts and allow-same-origin/, // foliate-js's frame, for a WebKit bug (paginator.js)
  // foliate-js 1.0.1 sizes a document that it has just put away (paginator.js, setStylesImportant); the
  // one that it shows is looked at.
  /Cannot destructure property 'style' of 'el' as it is null/,
];

const fileFor = (url, { book, folder }) => {
  const path = normalize(decodeURIComponent(new URL(url, "http://loopback").pathname));
  if (path === "/book.epub") return book;
  if (path.startsWith("/book/")) return join(folder, path.slice("/book/".length));
  if (path.startsWith("/modules/")) return join(MODULES, path.slice("/modules/".length));
  return join(PAGE, path);
};

const serve = wishes => new Promise(resolve => {
  const server = createServer(async (request, response) => {
    try {
      const file = fileFor(request.url, wishes);
      const body = await readFile(file);
      response.writeHead(200, { "content-type": TYPES[extname(file)] ?? "text/plain" }).end(body);
    } catch {
      response.writeHead(404).end();
    }
  });
  server.listen(0, "127.0.0.1", () => resolve(server));
});

// Everything a page complains of lands in one list; take() empties it for whoever is asking.
const complaintsOf = page => {
  const complaints = [];
  const add = (kind, message) => {
    if (!OWN_NOISE.some(noise => noise.test(message))) complaints.push({ kind, message });
  };
  page.on("console", entry => {
    if (["error", "warning"].includes(entry.type())) add(entry.type(), entry.text());
  });
  page.on("pageerror", error => add("exception", error.message));
  page.on("requestfailed", request => add("request", request.url()));
  page.on("response", response => {
    if (response.status() >= 400) add("response", `${response.status()} ${response.url()}`);
  });
  return { add, take: () => complaints.splice(0) };
};

const refuseOutside = (context, origin) => context.route("**/*", (route, request) =>
  request.url().startsWith(`${origin}/`) ? route.continue() : route.abort());

const screensOf = async (page, view, index, href) => {
  const paths = [];
  const stem = basename(href.replace(/#.*/, ""), extname(href));
  for (let screen = 1; screen <= view.screens; screen += 1) {
    const name = `${String(index + 1).padStart(2, "0")}-${stem}-${screen}.png`;
    paths.push(join(view.out, name));
    await page.screenshot({ path: paths.at(-1), animations: "disabled" });
    if (screen < view.screens && !(await page.evaluate(() => globalThis.reader.next()))) break;
  }
  return paths;
};

const readDocument = async (page, view, complaints, index, href) => {
  let seen = null;
  try {
    seen = await page.evaluate(i => globalThis.reader.show(i), index);
  } catch (error) {
    complaints.add("unshown", error.message.split("\n")[0].replace(/^page\.evaluate: Error: /, ""));
  }
  const screens = seen ? await screensOf(page, view, index, href) : [];
  return { href, ...seen, screens, complaints: complaints.take() };
};

// A note that ten paragraphs refer to is visited once, and no place again that the contents lead to.
const linksOf = (documents, seen) => {
  const links = documents.flatMap(({ links = [] }) => links);
  const others = new Map(links.map(link => [link.href, link]));
  for (const { href } of seen) others.delete(href);
  return [...others.values()];
};

const landings = async (page, targets) => {
  const seen = [];
  for (const { label, href } of targets)
    seen.push({ label, href, ...await page.evaluate(h => globalThis.reader.land(h), href) });
  return seen;
};

// What comes of touching a link where it stands on the screen.
const touch = async (page, { number, href }) => {
  const { x, y } = await page.evaluate(n => globalThis.reader.spot(n), number);
  await page.mouse.click(x, y);
  return page.evaluate(h => globalThis.reader.arrival(h), href);
};

// Whether a reader gets back to where the note was called: by closing it, or by the link in it.
const comesBack = async (page, from, popped, back) => {
  if (popped) {
    await page.evaluate(() => globalThis.reader.closeNote());
    return page.evaluate(h => globalThis.reader.isThere(h), from);
  }
  return Boolean(back) && (await touch(page, back)).shown;
};

// A note that is called twice leads back to its first call alone.
const followNotes = async (page, documents) => {
  const links = documents.flatMap(({ links = [] }) => links);
  const seen = [];
  for (const call of links.filter(({ role }) => role === "doc-noteref")) {
    await page.evaluate(h => globalThis.reader.land(h), call.from);
    const { label, href } = call;
    const there = await touch(page, call);
    const first = links.find(l => l.role === call.role && l.href === href);
    const back = links.find(l => l.role === "doc-backlink" && l.href === first.from);
    const returned = await comesBack(page, call.from, there.popped, back);
    seen.push({ label, href, ...there, returned });
  }
  return seen;
};

const SILENT = /does not answer/;
const NOT_WALKED = { contents: [], pages: [], links: [], notes: [], leaves: [] };

// Everything that a reader can do with a book but look at it.
const walk = async (page, book, documents) => {
  const contents = await landings(page, book.contents);
  const pages = await landings(page, book.pages);
  const links = await landings(page, linksOf(documents, [...contents, ...pages]));
  const notes = await followNotes(page, documents);
  const leaves = await page.evaluate(() => globalThis.reader.leaf());
  return { contents, pages, links, notes, leaves };
};

const readIn = async (context, origin, view) => {
  const page = await context.newPage();
  const complaints = complaintsOf(page);
  await refuseOutside(context, origin);
  await page.goto(`${origin}/reader.html`);
  await page.waitForFunction(() => globalThis.reader);
  const book = await page.evaluate(options => globalThis.reader.open(options),
    { name: view.system, theme: view.theme });
  const documents = [];
  for (const [index, href] of book.spine.entries())
    documents.push(await readDocument(page, view, complaints, index, href));
  const walked = view.walk ? await walk(page, book, documents) : NOT_WALKED;
  return { direction: book.direction, documents, ...walked, complaints: complaints.take() };
};

const readOnce = async (browser, origin, view) => {
  if (view.screens) await mkdir(view.out, { recursive: true });
  const context = await browser.newContext({
    colorScheme: view.night ? "dark" : "light",
    // What nobody looks at is not painted in its full size.
    deviceScaleFactor: view.screens ? view.scale : 1,
    viewport: { width: view.width, height: view.height },
  });
  try {
    return await readIn(context, origin, view);
  } catch (error) {
    return { error: `${view.system}: ${error.message}` };
  } finally {
    await context.close();
  }
};

// Readium loses a message, now and then, to a frame that it is about to put away, and says no more. A
// book that silences a system does so each time that it is opened.
const read = async (browser, origin, view) => {
  const reading = await readOnce(browser, origin, view);
  return SILENT.test(reading.error) ? readOnce(browser, origin, view) : reading;
};

// Two at a time: one lays out while the other waits for its frames.
const inLanes = async (jobs, lanes = 2) => {
  const results = [];
  const waiting = jobs.entries();
  const work = async () => {
    for (const [index, job] of waiting) results[index] = await job();
  };
  await Promise.all(Array.from({ length: lanes }, work));
  return results;
};

const answer = async (browser, wishes) => {
  const server = await serve(wishes);
  const origin = `http://127.0.0.1:${server.address().port}`;
  const readings = await inLanes(wishes.views.map(view => () => read(browser, origin, view)));
  server.closeAllConnections();
  server.close();
  return readings.find(({ error }) => error) ?? { readings };
};

const browser = await chromium.launch({ executablePath: CHROMIUM, args: QUIET_FLAGS });
try {
  for await (const line of createInterface({ input: process.stdin }))
    process.stdout.write(`${JSON.stringify(await answer(browser, JSON.parse(line)))}\n`);
} finally {
  await browser.close();
}
