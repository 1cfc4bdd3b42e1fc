// A rep's day: shares by command and by link, what one hears of them, taking back, and the next morning's board.
"use strict";

const { test } = require("node:test");
const { WORDS, answerTo, freshPost, hears, message, reads, say, shot, stage } = require("./stage.js");

const at = stage();

test("a rep shares, is answered, reacts, takes back, asks why, and finds the next morning's board", async () => {
  const page = await at.open();
  await hears(page, "Open Season");

  // By command: a receipt for oneself alone.
  const receipt = await answerTo(page, `/share ${freshPost()} original ${WORDS}`);
  await reads(receipt, /Only visible to you[\s\S]*\+\d+ — original post/);

  // By a link in the channel: the bot reacts.
  const link = freshPost();
  await say(page, `${link} article Our customers buy when somebody explains the risk to them, not the feature.`);
  const post = await hears(page, link);
  const mark = post.getByRole("button", { name: /^white check mark: 1, by pacesetter/ });
  await mark.waitFor();

  // One reacts oneself, with the toolbar.
  await post.hover();
  await post.getByRole("button", { name: "React with :white_check_mark:" }).click();
  await post.getByRole("button", { name: /^white check mark: 2/, pressed: true }).waitFor();
  await shot(page, "rep-shares");

  await reads(await answerTo(page, "/pace undo"), /[Tt]aken back/);
  await reads(await answerTo(page, "/pace why"), /original post/);

  // The clock is moved; the board comes by itself.
  const boards = page.locator("#stage .message", { hasText: /Open Season — / });
  const before = await boards.count();
  await page.getByRole("button", { name: "Next morning" }).click();
  const due = page.getByRole("status", { name: "What fell due" });
  await reads(due, /09:00[\s\S]*fell due on the way[\s\S]*#social-wins Open Season/);
  await boards.nth(before).waitFor();
  await reads(boards.last(), /09:00/);
  await shot(page, "rep-next-morning");
});

test("a receipt is dismissed, and a thread is answered in", async () => {
  const page = await at.open({ as: "U0LUKASZ" });
  await hears(page, "Open Season");
  const receipt = await answerTo(page, `/share ${freshPost()} original ${WORDS} Written by somebody else, with an end of its own.`);
  const words = await receipt.getByRole("button", { name: "Dismiss" }).evaluate((button) => button.closest(".message").textContent);
  await receipt.getByRole("button", { name: "Dismiss" }).click();
  await page.locator("#stage .message", { hasText: words }).waitFor({ state: "detached" });

  await say(page, "Lunch, anybody?");
  const question = await hears(page, "Lunch, anybody?");
  await question.hover();
  await question.getByRole("button", { name: "Reply in thread" }).click();
  const thread = page.getByRole("complementary", { name: "Thread" });
  await thread.getByRole("combobox").fill("At noon.");
  await thread.getByRole("combobox").press("Enter");
  await message(page, "Lunch, anybody?").getByRole("button", { name: /1 reply/ }).waitFor();
  await page.keyboard.press("Escape");
  await thread.waitFor({ state: "hidden" });
});
