// Open one book in real reading systems in a real browser and say what was seen.
//
// Standard input:  { book, views: [{ system, width, height, scale, night, theme, screens, out }] }
// Standard output: [{ documents, contents, pages, links, complaints }], one a view, in the same order
//
// Loopback only: the reading systems come from node_modules, the book from its own path, and whatever
// else a page asks for is refused and reported.

import { createServer } from "node:http";
import { mkdir, readFile } from "node:fs/promises";
import { basename, extname, join, normalize } from "node:path";
import { text } from "node:stream/consumers";
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
  ".css": "text/css", ".epub": "application/epub+zip", ".html": "text/html",
  ".js": "text/javascript", ".json": "application/json", ".mjs": "text/javascript",
};
// What the reading systems themselves say about every book; each with the reason it is not ours.
const OWN_NOISE = [
  /allow-scripts and allow-same-origin/, // foliate-js's frame, for a WebKit bug (paginator.js)
];

const fileFor = (url, book) => {
  const path = normalize(decodeURIComponent(new URL(url, "http://loopback").pathname));
  if (path === "/book.epub") return book;
  if (path.startsWith("/modules/")) return join(MODULES, path.slice("/modules/".length));
  return join(PAGE, path);
};

const serve = book => new Promise(resolve => {
  const server = createServer(async (request, response) => {
    try {
      const file = fileFor(request.url, book);
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

// A note that ten paragraphs refer to is visited once.
const linksOf = documents => {
  const links = documents.flatMap(({ links = [] }) => links);
  return [...new Map(links.map(link => [link.href, link])).values()];
};

const landings = async (page, targets) => {
  const seen = [];
  for (const { label, href } of targets)
    seen.push({ label, href, ...await page.evaluate(h => globalThis.reader.land(h), href) });
  return seen;
};

const read = async (browser, origin, view) => {
  if (view.screens) await mkdir(view.out, { recursive: true });
  const context = await browser.newContext({
    colorScheme: view.night ? "dark" : "light",
    deviceScaleFactor: view.scale,
    viewport: { width: view.width, height: view.height },
  });
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
  const contents = await landings(page, book.contents);
  const pages = await landings(page, book.pages);
  const links = await landings(page, linksOf(documents));
  await context.close();
  return { documents, contents, pages, links, complaints: complaints.take() };
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

const { book, views } = JSON.parse(await text(process.stdin));
const server = await serve(book);
const browser = await chromium.launch({ executablePath: CHROMIUM, args: QUIET_FLAGS });
try {
  const origin = `http://127.0.0.1:${server.address().port}`;
  const readings = await inLanes(views.map(view => () => read(browser, origin, view)));
  process.stdout.write(JSON.stringify(readings));
} finally {
  await browser.close();
  server.close();
}
