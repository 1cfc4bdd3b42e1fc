// A board on a screen: live, back by itself after the bot was away, and gone once a manager ends it.
"use strict";

const assert = require("node:assert/strict");
const fs = require("node:fs");
const os = require("node:os");
const path = require("node:path");
const { after, test } = require("node:test");
const { Sandbox, WORDS, freshPost, hasNoFault, reads, shot, stage, until } = require("./stage.js");

const at = stage();
const folder = fs.mkdtempSync(path.join(os.tmpdir(), "tv-"));
after(() => fs.rmSync(folder, { recursive: true, force: true }));

/** What the bot tells somebody alone who types a command. */
async function asks(sandbox, user, command, text) {
  const heard = () => sandbox.get(`messages?channel=C0WINS&user=${user}`);
  const before = (await heard()).length;
  await sandbox.post("command", { user, channel: "C0WINS", command, text });
  return until(`an answer to ${command} ${text}`, async () => {
    const messages = await heard();
    return messages.length > before && messages.at(-1).text;
  });
}

/** Makes a screen, and gives its address. */
async function screen(sandbox) {
  const said = await asks(sandbox, "U0MIA", "/contest", "tv");
  const address = said.match(/<(http[^|>]+)/);
  assert.ok(address, said);
  return address[1];
}

async function shares(sandbox, user) {
  const words = `${WORDS} ${"abcdefgh".repeat(3)} ${Math.floor(performance.now())} seen from another side.`;
  await sandbox.post("command", { user, channel: "C0WINS", command: "/share", text: `${freshPost()} original ${words}` });
}

const board = (page) => page.locator("#board");

test("a screen follows its contest, and fits whatever screen it is", async () => {
  const page = await at.watch(await screen(at.sandbox));
  await reads(board(page), /Ana/);
  const before = await board(page).innerText();
  await shares(at.sandbox, "U0ANA");
  await until("the board moves", async () => (await board(page).innerText()) !== before);
  await shot(page, "tv");
  for (const [width, height] of [[1920, 1080], [1280, 720], [3840, 2160]]) {
    await page.setViewportSize({ width, height });
    const fits = () =>
      page.evaluate(() => {
        const { scrollWidth, scrollHeight } = document.documentElement;
        return scrollWidth <= innerWidth && scrollHeight <= innerHeight;
      });
    await until(`${width}×${height} needs no scrolling`, fits);
  }
  await hasNoFault(page);
  const light = await at.watch(page.url(), { look: "light" });
  await reads(board(light), /Ana/);
  await hasNoFault(light);
  await shot(light, "tv-light");
});

test("it comes back by itself after the bot was away", async () => {
  const kept = path.join(folder, "kept.db");
  let sandbox = await Sandbox.start("--keep", kept);
  const { address } = sandbox;
  try {
    const page = await at.watch(await screen(sandbox));
    await reads(board(page), /Ana/);
    await sandbox.stop();
    await page.locator("#link", { hasText: /\w/ }).waitFor();
    await reads(board(page), /Ana/);
    await shot(page, "tv-away");
    sandbox = await Sandbox.start("--keep", kept, "--listen", address.replace("http://", ""));
    const before = await board(page).innerText();
    await shares(sandbox, "U0ANA");
    await until("the board moves again", async () => (await board(page).innerText()) !== before);
    await until("it says no more that it is alone", async () => !/\w/.test(await page.locator("#link").innerText()));
  } finally {
    await sandbox.stop();
  }
});

test("a screen that was ended, and one that never was, say so and nothing else", async () => {
  const address = await screen(at.sandbox);
  const page = await at.watch(address);
  await reads(board(page), /Ana/);
  await asks(at.sandbox, "U0MIA", "/contest", "tv off");
  await page.getByText("There is no board at this address.").waitFor();
  assert.ok(!/Ana/.test(await page.locator("body").innerText()), "nothing is left of it");
  await shot(page, "tv-gone");
  for (const wrong of [address.slice(0, -3), address.replace(/\/tv\/.*/, "/tv/x"), address.replace(/\/tv\/.*/, "/tv/" + "a".repeat(5000))]) {
    const other = await at.watch(wrong);
    await other.getByText("There is no board at this address.").waitFor();
  }
});
