// Nothing serious is wrong for people who see, hear or move otherwise: axe-core, in both looks and on a narrow screen.
"use strict";

const assert = require("node:assert/strict");
const { test } = require("node:test");
const { WORDS, answerTo, field, freshPost, hasNoFault, hears, say, shot, stage } = require("./stage.js");

const at = stage();

for (const look of ["light", "dark"]) {
  test(`${look}: a channel with a receipt, its thread, menus, the clock, the keys`, async () => {
    const page = await at.open({ look });
    await hears(page, "Open Season");
    await say(page, `/share ${freshPost()} original ${WORDS}`);
    await hears(page, /original post|Counted|reads/);
    await hasNoFault(page);
    await shot(page, `channel-${look}`);
    const board = page.locator("#stage .message").first();
    await board.hover();
    await board.getByRole("button", { name: "Reply in thread" }).click();
    await page.getByRole("complementary", { name: "Thread" }).waitFor();
    await hasNoFault(page);
    await page.getByRole("button", { name: /^You are Ana/ }).click();
    await page.getByRole("menu").waitFor();
    await hasNoFault(page);
    await page.keyboard.press("Escape");
    await page.getByRole("button", { name: /^Clock/ }).click();
    await page.getByRole("dialog", { name: "Move the clock" }).waitFor();
    await hasNoFault(page);
    await page.keyboard.press("Escape");
    await page.getByRole("button", { name: "Keyboard" }).click();
    await page.getByRole("dialog", { name: "By keyboard" }).waitFor();
    await hasNoFault(page);
  });

  test(`${look}: an answer that names a channel, an archived channel, the App Home`, async () => {
    const page = await at.open({ as: "U0MIA", look });
    await hears(page, "Open Season");
    const answer = await answerTo(page, "/contest tv");
    await answer.getByRole("link", { name: "#social-wins" }).first().waitFor();
    await hasNoFault(page);
    await shot(page, `mention-${look}`);
    const old = await at.open({ as: "U0MIA", place: "C0OLD", look });
    await old.getByText("#old-wins is archived").waitFor();
    assert.ok(await field(old).isHidden());
    await old.getByRole("link", { name: "old-wins" }).and(old.getByTitle("Archived")).waitFor();
    await hasNoFault(old);
    await shot(old, `archived-${look}`);
    const home = await at.open({ look, place: "U0BOT", tab: "home" });
    await home.locator("#stage .home").getByRole("heading", { level: 2 }).first().waitFor();
    await hasNoFault(home);
  });

  test(`${look}: the tour, the inspector, the faults, the App Home`, async () => {
    const page = await at.open({ look, tour: true });
    await page.getByRole("complementary", { name: "Tour" }).waitFor();
    await hasNoFault(page);
    await page.getByRole("button", { name: "End the tour" }).click();
    await page.getByRole("button", { name: /^Inspector/ }).click();
    await say(page, "/leaderboard");
    await page.locator(".exchange summary", { hasText: "/leaderboard" }).first().click();
    await hasNoFault(page);
    await shot(page, `inspector-${look}`);
    await page.getByRole("tab", { name: "Faults" }).click();
    await page.getByRole("button", { name: /^Slow/ }).click();
    await page.getByRole("button", { name: "Clear all" }).click();
    await hasNoFault(page);
    await shot(page, `faults-${look}`);
    const home = await at.open({ look, place: "U0BOT", tab: "home" });
    await home.getByRole("tab", { name: "Home", selected: true }).waitFor();
    await hasNoFault(home);
  });
}

test("on a narrow screen the places are a drawer, and nothing is wider than the screen", async () => {
  const page = await at.open({ width: 390, height: 800 });
  await hears(page, "Open Season");
  const fits = () => page.evaluate(() => document.documentElement.scrollWidth <= innerWidth);
  assert.ok(await fits());
  await hasNoFault(page);
  await shot(page, "narrow-channel");
  await page.getByRole("button", { name: "Places" }).click();
  const general = page.getByRole("link", { name: "general" });
  await general.waitFor();
  await hasNoFault(page);
  await shot(page, "narrow-places");
  await general.click();
  await page.locator("#place h1", { hasText: "general" }).waitFor();
  await general.waitFor({ state: "hidden" });
  await page.getByRole("button", { name: /^Inspector/ }).click();
  await page.getByRole("tab", { name: "Faults" }).click();
  assert.ok(await fits());
  await hasNoFault(page);
  await shot(page, "narrow-faults");
});
