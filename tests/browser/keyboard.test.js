// All of it without a mouse.
"use strict";

const assert = require("node:assert/strict");
const { test } = require("node:test");
const { WORDS, answerTo, field, freshPost, hears, reads, shot, stage, until } = require("./stage.js");

const at = stage();

const focused = (page) => page.locator(":focus");
const label = async (page) => (await focused(page).getAttribute("aria-label")) ?? (await focused(page).textContent()).trim();

/** Presses a key until what has the focus fits; fails where it never comes. */
async function pressUntil(page, key, fits) {
  const seen = [];
  for (let pressed = 0; pressed < 60; pressed += 1) {
    await page.keyboard.press(key);
    const at = await label(page);
    if (fits.test(at)) return;
    seen.push(at);
  }
  assert.fail(`${key} never led to ${fits}, but to: ${seen.join(" | ")}`);
}

test("one shares and opens the leaderboard, with what the field suggests", async () => {
  const page = await at.open();
  await hears(page, "Open Season");
  assert.equal(await focused(page).getAttribute("id"), "composer");
  await page.keyboard.type("/sh");
  await page.getByRole("option", { name: /\/share/ }).waitFor();
  await page.keyboard.press("Tab");
  assert.equal(await field(page).inputValue(), "/share ");
  await page.keyboard.type(`${freshPost()} original ${WORDS}`);
  await page.keyboard.press("Enter");
  await reads(page.locator("#stage .message.ephemeral").last(), /\+\d+ — original post/);

  await page.keyboard.type("/lea");
  await page.keyboard.press("Tab");
  await page.keyboard.press("Enter");
  await reads(page.locator("#stage .message.ephemeral").last(), /Only visible to you[\s\S]*Open Season[\s\S]*Ana Sørensen/);
  // What was sent comes back.
  await page.keyboard.press("ArrowUp");
  assert.match(await field(page).inputValue(), /^\/leaderboard/);
});

test("one reacts to a message, becomes somebody else, and goes through the regions", async () => {
  const page = await at.open();
  await hears(page, "Open Season");
  await page.keyboard.press("Shift+F6");
  assert.equal(await label(page), "Messages");
  await page.keyboard.press("ArrowUp");
  assert.match(await label(page), /^pacesetter, \d\d:\d\d/);
  await page.keyboard.press("ArrowUp");
  await pressUntil(page, "Tab", /^React with :white_check_mark:|^Take back :white_check_mark:/);
  await page.keyboard.press("Enter");
  await page.getByRole("button", { name: /^white check mark: \d+, by .*Ana Sørensen/ }).last().waitFor();

  await page.keyboard.press("Shift+F6");
  assert.match(await label(page), /social-wins/);
  // A menu is walked by arrows and letters, and closed by Escape.
  await pressUntil(page, "Shift+Tab", /^You are Ana Sørensen\s*rep/);
  await page.keyboard.press("Enter");
  await page.keyboard.press("m");
  await page.keyboard.press("ArrowDown");
  await page.keyboard.press("Escape");
  assert.match(await label(page), /^You are Ana Sørensen\s*rep/);
  await page.keyboard.press("Enter");
  await page.keyboard.press("n");
  await page.keyboard.press("Enter");
  await page.getByRole("button", { name: /^You are Noor Haddad rep/ }).waitFor();

  // From place to place, and back.
  const open = () => page.locator("#place h1").innerText();
  await page.keyboard.press("Alt+ArrowUp");
  await page.locator("#place h1", { hasText: "general" }).waitFor();
  await page.keyboard.press("Alt+ArrowDown");
  await page.locator("#place h1", { hasText: "social-wins" }).waitFor();
  assert.match(await open(), /social-wins/);
});

test("an answer is dismissed, and one stays among the messages", async () => {
  const page = await at.open({ as: "U0NOOR" });
  await hears(page, "Open Season");
  const answer = await answerTo(page, "/pace help");
  const answers = await page.locator("#stage .message.ephemeral").count();
  await answer.getByRole("button", { name: "Dismiss" }).focus();
  await page.keyboard.press("Enter");
  await until("it is gone", async () => (await page.locator("#stage .message.ephemeral").count()) < answers);
  assert.match(await label(page), /, \d\d:\d\d/);
  await page.keyboard.press("ArrowUp");
  assert.match(await label(page), /, \d\d:\d\d/);
});

test("the way past the places, the list of keys, the clock and the inspector are reached", async () => {
  const page = await at.open();
  await hears(page, "Open Season");
  await page.keyboard.press("F6");
  await pressUntil(page, "Shift+Tab", /^Skip to the message field/);
  await shot(page, "keyboard-skip");
  await page.keyboard.press("Enter");
  assert.equal(await focused(page).getAttribute("id"), "composer");

  await page.keyboard.press("F6");
  assert.match(await label(page), /Clock/);
  await page.keyboard.press("Enter");
  const chooser = page.getByRole("dialog", { name: "Move the clock" });
  await chooser.waitFor();
  assert.match(await label(page), /^\+1 h/);
  await page.keyboard.press("Escape");
  await chooser.waitFor({ state: "detached" });
  assert.match(await label(page), /Clock/);

  await page.keyboard.press("?");
  await page.getByRole("dialog", { name: "By keyboard" }).waitFor();
  await shot(page, "keyboard-keys");
  await page.keyboard.press("Escape");
  await page.getByRole("dialog", { name: "By keyboard" }).waitFor({ state: "detached" });

  await pressUntil(page, "Tab", /^Inspector/);
  await page.keyboard.press("Enter");
  assert.equal(await label(page), "Traffic");
  await page.keyboard.press("ArrowRight");
  assert.match(await label(page), /^Faults/);
  await page.getByRole("button", { name: /^Rate limited/ }).waitFor();
  await page.keyboard.press("Escape");
  assert.match(await label(page), /^Inspector/);
});
