// What all browser tests stand on: a sandbox on a free port, a browser, and people at its page.
"use strict";

const assert = require("node:assert/strict");
const { spawn } = require("node:child_process");
const { once } = require("node:events");
const path = require("node:path");
const readline = require("node:readline");
const { after, before } = require("node:test");
const { chromium } = require("playwright-core");

/** Milliseconds that anything may take; tests wait for what they expect, and for nothing else. */
const PATIENCE = 15_000;

/** When all begins: a Thursday morning. By the clock on the wall, quiet hours would hold shout-outs in the evening. */
const MORNING = "2026-03-19T09:00:00Z";

/** Words long enough that a post counts as one's own. */
const WORDS =
  "What three months of cold calls taught me about listening: the second question matters more than the first, " +
  "and silence is a tool.";

let posts = 0;

/** The permalink of a post that nobody has shared yet. */
function freshPost() {
  posts += 1;
  return `https://www.linkedin.com/posts/browser-test-activity-73111111111111${String(posts).padStart(5, "0")}-test`;
}

/** A sandbox as a process. */
class Sandbox {
  static async start(...options) {
    const it = new Sandbox();
    const listen = options.includes("--listen") ? [] : ["--listen", "127.0.0.1:0"];
    const command = ["sandbox", ...listen, ...options];
    it.child = spawn(process.env.PACESETTER_BIN, command, { stdio: ["ignore", "pipe", "ignore"] });
    const lines = readline.createInterface({ input: it.child.stdout });
    const [first] = await Promise.race([once(lines, "line"), once(it.child, "exit").then(() => ["it ended"])]);
    it.address = String(first).match(/http:\/\/[\d.:]+/)?.[0];
    assert.ok(it.address, `the sandbox did not start: ${first}`);
    return it;
  }

  async stop() {
    if (this.child.exitCode !== null) return;
    this.child.kill("SIGTERM");
    await once(this.child, "exit");
  }

  async get(call) {
    const answer = await fetch(`${this.address}/sandbox/${call}`);
    return answer.json();
  }

  async post(call, body) {
    const answer = await fetch(`${this.address}/sandbox/${call}`, { method: "POST", body: JSON.stringify(body) });
    return answer.json();
  }

  /** Calls Slack's Web API as the bot; methods that only read take no JSON. */
  async call(method, body, type = "application/json; charset=utf-8") {
    const headers = { authorization: "Bearer xoxb-sandbox", "content-type": type };
    const sent = type.includes("json") ? JSON.stringify(body) : new URLSearchParams(body).toString();
    const answer = await fetch(`${this.address}/api/${method}`, { method: "POST", headers, body: sent });
    const said = await answer.json();
    assert.ok(said.ok, `${method}: ${JSON.stringify(said)}`);
    return said;
  }
}

/**
 * A stage for the tests of a file: `stage.sandbox`, and `stage.open(…)` for a window. `options` gives the arguments of
 * the sandbox. A page that reports an error,
 * or asks anything of another machine, fails the test that opened it.
 */
function stage(options = async () => []) {
  const it = { complaints: [] };
  before(async () => {
    it.sandbox = await Sandbox.start("--at", MORNING, ...(await options()));
    it.browser = await chromium.launch({
      executablePath: process.env.PACESETTER_CHROMIUM,
      args: ["--disable-background-networking", "--disable-component-update"],
    });
  });
  after(async () => {
    await it.browser?.close();
    await it.sandbox?.stop();
    assert.deepEqual(it.complaints, [], "the pages complained");
  });

  /**
   * Opens the page in a browser profile of its own: `as` a person, `place` a channel; `tour` lets the tour come, as
   * for a newcomer; `profile` is another window's, to share it; `sandbox` another than the stage's.
   */
  it.open = async ({ as = "U0ANA", place = "C0WINS", tab, tour = false, width = 1280, height = 860, look = "light", profile, sandbox = it.sandbox } = {}) => {
    const context = profile ?? (await it.browser.newContext({ viewport: { width, height }, colorScheme: look, reducedMotion: "reduce" }));
    if (!tour && !profile)
      await context.addInitScript(() => {
        localStorage.setItem("pacesetter-tour-done", "1");
        localStorage.setItem("pacesetter-hint-dismissed", "1");
      });
    const page = await context.newPage();
    page.setDefaultTimeout(PATIENCE);
    page.on("pageerror", (error) => it.complaints.push(String(error.stack)));
    page.on("request", (request) => {
      if (!request.url().startsWith(sandbox.address) && !request.url().startsWith("data:")) it.complaints.push(request.url());
    });
    const hash = new URLSearchParams({ as, in: place, ...(tab && { tab }) });
    await page.goto(tour ? sandbox.address : `${sandbox.address}/#${hash}`);
    await page.locator("#place h1").waitFor();
    return page;
  };

  /** Opens another address of the sandbox's, such as a screen's. */
  it.watch = async (address, { width = 1920, height = 1080, look = "dark" } = {}) => {
    const context = await it.browser.newContext({ viewport: { width, height }, colorScheme: look, reducedMotion: "reduce" });
    const page = await context.newPage();
    page.setDefaultTimeout(PATIENCE);
    page.on("pageerror", (error) => it.complaints.push(String(error.stack)));
    page.on("request", (request) => {
      if (!request.url().startsWith(new URL(address).origin) && !request.url().startsWith("data:")) it.complaints.push(request.url());
    });
    await page.goto(address);
    return page;
  };
  return it;
}

/** Has axe-core look at a page: nothing serious is wrong for people who see, hear or move otherwise, and no heading leaves out a level. */
async function hasNoFault(page) {
  // The page's own rules let no script in but its own; the browser's debugger may.
  await page.evaluate(require("node:fs").readFileSync(require.resolve("axe-core/axe.min.js"), "utf8"));
  const { violations } = await page.evaluate(() => globalThis.axe.run(document));
  const serious = violations
    .filter(({ id, impact }) => impact === "serious" || impact === "critical" || id === "heading-order")
    .map(({ id, help, nodes }) => `${id}: ${help}: ${nodes.map(({ html }) => html.slice(0, 160)).slice(0, 3).join(" … ")}`);
  assert.deepEqual(serious, []);
}

/** The field that people type into. */
const field = (page) => page.locator("#composer");

/** Types into the field and sends it. */
async function say(page, text) {
  await field(page).fill(text);
  await field(page).press("Enter");
}

/** Sends something and waits for the answer that only this person sees. */
async function answerTo(page, text) {
  const answers = page.locator("#stage .message.ephemeral");
  const before = await answers.count();
  await say(page, text);
  await until(`an answer to ${text}`, async () => (await answers.count()) > before);
  return answers.last();
}

/** The newest message in sight with these words. */
const message = (page, words) => page.locator("#stage .message", { hasText: words }).last();

/** Waits for a message with these words. */
async function hears(page, words) {
  const found = message(page, words);
  await found.waitFor();
  return found;
}

/** Waits until something reads so. What is out of sight is not drawn, and has no words yet. */
async function reads(found, words) {
  await found.waitFor();
  await found.scrollIntoViewIfNeeded();
  return until(`it reads ${words}`, async () => words.test(await found.innerText()));
}

/** Waits until a look at things gives something true. */
async function until(what, look) {
  const end = Date.now() + PATIENCE;
  for (;;) {
    const found = await look();
    if (found) return found;
    assert.ok(Date.now() < end, `it did not come true: ${what}`);
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}

/** What has the focus: a control's words, or the first words of what is around it. */
const focused = (page) =>
  page.evaluate(() => {
    const { activeElement: it } = document;
    return it === document.body ? "nothing" : (it.getAttribute("aria-label") ?? it.textContent).trim().slice(0, 80);
  });

/** Keeps a picture of what is seen, for those who look at the run afterwards. */
function shot(page, name) {
  return page.screenshot({ path: path.join(process.env.PACESETTER_SHOTS, `${name}.png`) });
}

module.exports = { Sandbox, WORDS, answerTo, field, focused, freshPost, hasNoFault, hears, message, reads, say, shot, stage, until };
