// The Home tab: one's own day, fresh without a click; buttons there answer in a dialog.
"use strict";

const assert = require("node:assert/strict");
const { test } = require("node:test");
const { WORDS, focused, freshPost, hasNoFault, reads, shot, stage, until } = require("./stage.js");

const at = stage();

const home = async (as, more = {}) => {
  const page = await at.open({ as, place: "U0BOT", tab: "home", ...more });
  await page.locator("#stage .home").waitFor();
  return page;
};

test("a rep's day changes with a share, without a click, and is taken back there", async () => {
  const page = await home("U0ANA");
  const day = page.locator("#stage .home");
  await reads(day, /Open Season[\s\S]*You are \w+ with/);
  await at.sandbox.post("command", { user: "U0ANA", channel: "C0WINS", command: "/share", text: `${freshPost()} original ${WORDS}` });
  await reads(day, /today, [\d:]+: \+\d+ in Open Season/);
  await hasNoFault(page);
  await shot(page, "home-rep");

  await day.getByRole("button", { name: "Why these points" }).first().click();
  const dialog = page.getByRole("dialog", { name: "Pacesetter" });
  await reads(dialog, /share by share/);
  await dialog.getByRole("button", { name: "Done" }).click();
  await dialog.waitFor({ state: "detached" });

  await day.getByRole("button", { name: "Undo" }).first().click();
  await reads(dialog, /Taken back/);
  await dialog.getByRole("button", { name: "Done" }).click();
  await until("it is gone", async () => !/today, [\d:]+: \+\d+/.test(await day.innerText()));
});

test("what one is at stays when the home changes, and after its dialogs", async () => {
  const share = { user: "U0LUKASZ", channel: "C0WINS", command: "/share", text: `${freshPost()} original ${WORDS} Said by Łukasz.` };
  await at.sandbox.post("command", share);
  const page = await home("U0LUKASZ", { height: 420 });
  const day = page.locator("#stage .home");
  const dialog = page.getByRole("dialog", { name: "Pacesetter" });
  await reads(day, /today, [\d:]+: \+\d+/);
  await until("its picture is there", () => day.locator("img").evaluateAll(([first]) => first?.complete && first.naturalWidth > 0));
  const why = day.getByRole("button", { name: "Why these points" }).first();
  await why.focus();
  await day.evaluate((node) => (node.scrollTop = 200));
  const before = await day.innerText();
  await at.sandbox.post("command", { ...share, text: `${freshPost()} comment` });
  await until("it changed", async () => (await day.innerText()) !== before);
  assert.equal(await focused(page), "Why these points");
  assert.equal(await day.evaluate((node) => node.scrollTop), 200);

  // A dialog gives the focus back, also to a button that was drawn anew behind it.
  await page.keyboard.press("Enter");
  await reads(dialog, /share by share/);
  await page.keyboard.press("Escape");
  await dialog.waitFor({ state: "detached" });
  assert.equal(await focused(page), "Why these points");

  // What was taken back has no button any more: its place has the focus.
  const undo = day.getByRole("button", { name: "Undo" });
  const left = (await undo.count()) - 1;
  await undo.first().focus();
  await page.keyboard.press("Enter");
  await reads(dialog, /Taken back/);
  await page.keyboard.press("Escape");
  await dialog.waitFor({ state: "detached" });
  await until("it is taken back", async () => (await undo.count()) === left);
  assert.ok(await day.evaluate((node) => node.contains(document.activeElement)));
  await shot(page, "home-focus");
});

test("a manager sees what they run, and joins what another contest there is", async () => {
  const start = { user: "U0MIA", channel: "C0WINS", command: "/contest", text: 'start most-points "Side Dash" for 5d' };
  await at.sandbox.post("command", start);
  const page = await home("U0MIA");
  const day = page.locator("#stage .home");
  const join = day.getByRole("button", { name: "Join" });
  await reads(day, /Side Dash runs until[\s\S]*Contests you run[\s\S]*Side Dash/);
  await hasNoFault(page);
  await shot(page, "home-manager");
  await join.focus();
  await page.keyboard.press("Enter");
  const dialog = page.getByRole("dialog", { name: "Pacesetter" });
  await reads(dialog, /You are in/);
  await dialog.getByRole("button", { name: "Done" }).click();
  await until("no more to join there", async () => (await join.count()) === 0);
  assert.ok(await day.evaluate((node) => node.contains(document.activeElement)));
});

test("in the dark, with the way so far as lines", async () => {
  const page = await home("U0ANA", { look: "dark" });
  await page.locator("#stage .home img").first().waitFor();
  await hasNoFault(page);
  await shot(page, "home-lines");
});
