// Drives Chromium for tests/preview/browser.py: takes an order a line, as JSON, and answers each.
import { createInterface } from "node:readline";
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { chromium } from "playwright-core";

const axe = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
const browser = await chromium.launch({ executablePath: process.env.CHROMIUM, args: ["--no-sandbox"] });
let page;
let complaints = [];
let requests = [];

// “book” is the frame of the EPUB, anything else the page itself.
const within = ({ frame }) => (frame ? page.frameLocator("#book") : page);

// The desk’s policy lets nobody evaluate words in the page, but whoever debugs it.
async function until(script) {
  for (let turn = 0; !(await page.evaluate(script)); turn += 1) {
    if (turn > 1500) throw new Error(`it never was so: ${script}`);
    await page.waitForTimeout(20);
  }
}

const orders = {
  async open({ url, width = 1280, height = 800, scheme = "light", motion = "reduce", zoom = 1 }) {
    await page?.close();
    const context = { viewport: { width, height }, colorScheme: scheme, reducedMotion: motion, deviceScaleFactor: zoom };
    page = await browser.newPage(context);
    page.setDefaultTimeout(60_000);
    complaints = [];
    requests = [];
    page.on("console", (m) => m.type() === "error" && complaints.push(m.text()));
    page.on("pageerror", (error) => complaints.push(error.message));
    page.on("request", (request) => requests.push(new URL(request.url()).pathname));
    await page.goto(url);
    await until("document.documentElement.dataset.proof");
  },
  evaluate: ({ script }) => page.evaluate(script),
  wait: ({ script }) => until(script),
  click: async ({ selector, at, ...where }) => {
    await within(where).locator(selector).first().click(at ? { position: at } : {});
  },
  press: async ({ keys }) => { for (const key of keys) await page.keyboard.press(key); },
  picture: async ({ path }) => { await page.screenshot({ path }); },
  requests: () => requests.splice(0),
  complaints: () => complaints,
  async judge() {
    await page.evaluate(axe);
    // What a book holds is judged by Ace; nothing is run in its frame.
    const found = await page.evaluate(() => window.axe.run(document, { iframes: false }));
    return found.violations.map(({ id, nodes }) => `${id}: ${nodes.map((node) => node.html).join(" ")}`);
  },
};

for await (const line of createInterface({ input: process.stdin })) {
  const { order, ...rest } = JSON.parse(line);
  let answer;
  try {
    answer = { result: (await orders[order](rest)) ?? null };
  } catch (error) {
    answer = { error: `${order}: ${error.message}` };
  }
  process.stdout.write(`${JSON.stringify(answer)}\n`);
}
await browser.close();
