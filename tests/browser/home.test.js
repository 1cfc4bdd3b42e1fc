// The Home tab: one's own day, fresh without a click; buttons there answer in a dialog.
"use strict";

const { test } = require("node:test");
const { WORDS, freshPost, hasNoFault, reads, shot, stage, until } = require("./stage.js");

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

test("a manager sees what they run, and joins what another contest there is", async () => {
  const start = { user: "U0MIA", channel: "C0WINS", command: "/contest", text: 'start most-points "Side Dash" for 5d' };
  await at.sandbox.post("command", start);
  const page = await home("U0MIA");
  const day = page.locator("#stage .home");
  const join = day.getByRole("button", { name: "Join" });
  await reads(day, /Side Dash runs until[\s\S]*Contests you run[\s\S]*Side Dash/);
  await hasNoFault(page);
  await shot(page, "home-manager");
  await join.click();
  const dialog = page.getByRole("dialog", { name: "Pacesetter" });
  await reads(dialog, /You are in/);
  await dialog.getByRole("button", { name: "Done" }).click();
  await until("no more to join there", async () => (await join.count()) === 0);
});

test("in the dark, with the way so far as lines", async () => {
  const page = await home("U0ANA", { look: "dark" });
  await page.locator("#stage .home img").first().waitFor();
  await hasNoFault(page);
  await shot(page, "home-lines");
});
