// The inspector: the traffic as it comes, and faults at a click.
"use strict";

const assert = require("node:assert/strict");
const { test } = require("node:test");
const { WORDS, freshPost, hears, reads, say, shot, stage, until } = require("./stage.js");

const at = stage();

const dock = (page) => page.getByRole("region", { name: "Inspector" });
const armed = (page) => dock(page).locator(".armed");

async function openDock(page, tab) {
  await hears(page, "Open Season");
  await page.getByRole("button", { name: /^Inspector/ }).click();
  await dock(page).getByRole("tab", { name: tab }).click();
}

test("faults are armed by a click, seen, and cleared", async () => {
  const page = await at.open();
  await openDock(page, "Faults");
  await armed(page).getByText("Nothing. All goes well.").waitFor();
  await dock(page).getByLabel("How often").fill("2");
  await dock(page).getByLabel("Only calls of").fill("chat.postMessage");
  await dock(page).getByRole("button", { name: /^Rate limited/ }).click();
  await armed(page).getByText("Rate limited on chat.postMessage, 2 times").waitFor();
  await dock(page).getByLabel("Only calls of").fill("");
  await dock(page).getByLabel("How often").fill("1");
  await dock(page).getByRole("button", { name: /^Twice/ }).click();
  await armed(page).getByText("Twice, once").waitFor();
  await page.getByRole("button", { name: /^Inspector.*3 faults to come/ }).waitFor();
  await shot(page, "faults-armed");
  assert.equal((await at.sandbox.get("fault")).length, 2);
  await dock(page).getByRole("button", { name: "Clear all" }).click();
  await armed(page).getByText("Nothing. All goes well.").waitFor();
  assert.deepEqual(await at.sandbox.get("fault"), []);
});

test("a call that goes wrong shows in the traffic, and the bot tries again", async () => {
  const page = await at.open();
  await openDock(page, "Faults");
  await dock(page).getByLabel("Only calls of").fill("reactions.add");
  await dock(page).getByRole("button", { name: /^Server error/ }).click();
  await armed(page).getByText("Server error on reactions.add, once").waitFor();
  const link = freshPost();
  await say(page, `${link} original ${WORDS}`);
  // It was used up without anybody looking for it.
  await armed(page).getByText("Nothing. All goes well.").waitFor();
  await dock(page).getByRole("tab", { name: "Traffic" }).click();
  const failed = dock(page).locator(".exchange.failed", { hasText: "reactions.add" });
  await failed.first().waitFor();
  await reads(failed.first(), /fault: server error/);
  await (await hears(page, link)).getByRole("button", { name: /^white check mark: 1/ }).waitFor();
});

test("what goes both ways is listed, opened, filtered and copied, without what would let somebody in", async () => {
  const page = await at.open({ as: "U0PRIYA" });
  await page.context().grantPermissions(["clipboard-read", "clipboard-write"], { origin: at.sandbox.address });
  await openDock(page, "Traffic");
  await say(page, "/leaderboard");
  const command = dock(page).locator(".exchange", { hasText: "/leaderboard" }).first();
  await reads(command, /to app[\s\S]*\/leaderboard[\s\S]*acknowledged[\s\S]*\d+ ms/);
  await command.locator("summary").first().click();
  await command.getByText("What it acknowledged with").waitFor();
  const sent = command.locator(".half").first();
  await reads(sent, /response_url: "\(masked\)"/);
  await reads(sent, /token: "\(masked\)"/);
  await shot(page, "inspector");
  await sent.getByRole("button", { name: "Copy" }).click();
  await sent.getByRole("button", { name: "Copied" }).waitFor();
  const copied = JSON.parse(await page.evaluate(() => navigator.clipboard.readText()));
  assert.equal(copied.command, "/leaderboard");

  await dock(page).getByRole("radio", { name: "Web API" }).check();
  await command.waitFor({ state: "detached" });
  await dock(page).getByRole("radio", { name: "All" }).check();
  await dock(page).getByRole("searchbox").fill("no such words");
  await dock(page).getByText("Nothing fits.").waitFor();
  await dock(page).getByRole("searchbox").fill("u0priya /leaderboard");
  await until("the filter holds", async () => (await dock(page).locator(".exchange").count()) === 1);
  assert.ok(!JSON.stringify(await at.sandbox.get("traffic")).includes("xoxb-sandbox"));
});

test("a connection is broken by a click, and comes back", async () => {
  const page = await at.open({ as: "U0TOMAS" });
  await openDock(page, "Faults");
  const opened = async () => (await at.sandbox.get("calls")).filter((call) => call.method === "apps.connections.open").length;
  const before = await opened();
  await dock(page).getByRole("button", { name: /^Break/ }).click();
  await dock(page).getByText("Break: done, on all open connections.").waitFor();
  await until("the bot connects anew", async () => (await opened()) > before);
  await until("it is connected", async () => (await at.sandbox.get("workspace")).connected);
});
