// A newcomer understands the product from the page alone: the tour from its start to its end.
"use strict";

const assert = require("node:assert/strict");
const { test } = require("node:test");
const { Sandbox, field, hears, reads, say, shot, stage } = require("./stage.js");

const at = stage();

const card = (page) => page.getByRole("complementary", { name: "Tour" });
const step = (page, title) => card(page).getByRole("heading", { name: title }).waitFor();

test("the tour leads a newcomer through a share, the board, the manager's side and a night", async () => {
  const page = await at.open({ tour: true });
  await step(page, "You are Ana Sørensen, in sales");
  await shot(page, "tour-1-who");
  await card(page).getByRole("button", { name: "Show me" }).click();

  await step(page, "Share a post");
  assert.match(await field(page).inputValue(), /^\/share https:\/\/www\.linkedin\.com\/posts\/ana-sorensen\S+ original /);
  await card(page).getByRole("button", { name: "Send it" }).click();

  await step(page, "Your receipt came at once");
  const shown = page.locator(".message.tour-target");
  await reads(shown, /Only visible to you[\s\S]*\+\d+ — original post[\s\S]*Open Season/);
  await shot(page, "tour-3-receipt");
  await card(page).getByRole("button", { name: "See the board" }).click();

  await step(page, "The board has somebody to catch");
  await reads(shown, /Ana Sørensen/);
  await card(page).getByRole("button", { name: "Be Mia, the manager" }).click();

  await step(page, "Now you are Mia, who runs it");
  await page.getByRole("button", { name: /^You are Mia Roth manager/ }).waitFor();
  await reads(shown, /10 players/);
  await card(page).getByRole("button", { name: "Go to next morning" }).click();

  await step(page, "The board posted itself at nine");
  await reads(shown, /09:00[\s\S]*Open Season[\s\S]*1\. /);
  await shot(page, "tour-6-board");
  await card(page).getByRole("button", { name: "Be Ana again, and play" }).click();
  await card(page).waitFor({ state: "detached" });
  await page.getByRole("button", { name: /^You are Ana Sørensen rep/ }).waitFor();
});

test("it goes on by Enter alone", async () => {
  const page = await at.open({ tour: true });
  for (const title of [
    "You are Ana Sørensen, in sales",
    "Share a post",
    "Your receipt came at once",
    "The board has somebody to catch",
    "Now you are Mia, who runs it",
    "The board posted itself at nine",
  ]) {
    await step(page, title);
    await page.keyboard.press("Enter");
  }
  await card(page).waitFor({ state: "detached" });
});

test("it waits for what one does in one's own way, ends at Escape, does not come again, and starts at its button", async () => {
  const page = await at.open({ tour: true });
  await step(page, "You are Ana Sørensen, in sales");
  await card(page).getByRole("button", { name: "Show me" }).click();
  await step(page, "Share a post");
  await say(page, "/leaderboard");
  await hears(page, "Open Season");
  await step(page, "Share a post");
  await page.keyboard.press("Shift+F6");
  await card(page).getByRole("button", { name: "Send it" }).focus();
  await page.keyboard.press("Escape");
  await card(page).waitFor({ state: "detached" });
  await page.reload();
  await hears(page, "Open Season");
  assert.equal(await card(page).count(), 0);
  await page.getByRole("button", { name: "Tour", exact: true }).click();
  await step(page, "You are Ana Sørensen, in sales");
});

test("a guest, who may not play, is shown around as somebody who may", async () => {
  const page = await at.open({ as: "U0GIL" });
  await page.getByRole("button", { name: /^You are Gil Guest guest/ }).waitFor();
  await page.getByRole("button", { name: "Tour", exact: true }).click();
  await step(page, "You are Ana Sørensen, in sales");
});

test("where no contest runs there is no tour", async () => {
  const empty = await Sandbox.start("--empty");
  try {
    const page = await at.open({ tour: true, sandbox: empty });
    await page.getByText("Nothing here yet.").waitFor();
    assert.equal(await card(page).count(), 0);
    assert.ok(await page.getByRole("button", { name: "Tour", exact: true }).isHidden());
  } finally {
    await empty.stop();
  }
});
