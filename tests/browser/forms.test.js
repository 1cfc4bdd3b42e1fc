// Forms: a contest by one, with a wrong field first; a share by one; a message's own shortcut.
"use strict";

const assert = require("node:assert/strict");
const { test } = require("node:test");
const { WORDS, freshPost, hasNoFault, hears, reads, say, shot, stage } = require("./stage.js");

const at = stage();

/** The form that is open. */
const form = (page, title) => page.getByRole("dialog", { name: title });

test("a manager starts a contest by a form, after a field that was wrong", async () => {
  const page = await at.open({ as: "U0MIA" });
  await hears(page, "Open Season");
  await say(page, "/contest new");
  const contest = form(page, "New contest");
  await contest.waitFor();
  await hasNoFault(page);
  await shot(page, "form-contest");

  // Another template brings fields of its own; what was typed stays.
  await contest.getByLabel("Title").fill("Autumn Rush");
  await contest.getByLabel("What kind of contest?").selectOption({ label: "First to 100" });
  const goal = contest.getByLabel("Points that win");
  await goal.fill("0");
  await contest.getByRole("button", { name: "Preview" }).click();
  await contest.getByText("That number does not work here: give at least 1.").waitFor();
  assert.equal(await goal.getAttribute("aria-invalid"), "true");
  assert.equal(await contest.getByLabel("Title").inputValue(), "Autumn Rush");
  await shot(page, "form-contest-wrong");

  await goal.fill("80");
  await contest.getByRole("button", { name: "Preview" }).click();
  const preview = form(page, "Preview");
  await reads(preview, /Autumn Rush starts now[\s\S]*80/);
  await hasNoFault(page);
  await shot(page, "form-contest-preview");

  // Back, and everything is still there.
  await preview.getByRole("button", { name: "Back", exact: true }).first().click();
  await contest.waitFor();
  assert.equal(await contest.getByLabel("Points that win").inputValue(), "80");
  await contest.getByRole("button", { name: "Preview" }).click();
  await preview.getByRole("button", { name: "Start it" }).click();
  await preview.waitFor({ state: "detached" });
  await reads(await hears(page, "Autumn Rush"), /starts now[\s\S]*80 points/);
});

test("a rep shares by a form, and takes it back in its receipt", async () => {
  const page = await at.open({ as: "U0LUKASZ" });
  await hears(page, "Open Season");
  await say(page, "/share");
  const share = form(page, "Share a post");
  await share.waitFor();
  await hasNoFault(page);
  await share.getByRole("button", { name: "Share", exact: true }).click();
  await share.getByText("Please complete this required field.").first().waitFor();
  await share.getByLabel("Link").fill("no link at all");
  await share.getByRole("button", { name: "Share", exact: true }).click();
  await share.getByText("Paste the link of what you posted, whole").waitFor();
  await share.getByLabel("Link").fill(freshPost());
  await share.getByLabel(/words/i).fill(`${WORDS} Said by somebody else, at the end of a long week.`);
  await shot(page, "form-share");
  await share.getByRole("button", { name: "Share", exact: true }).click();
  const receipt = form(page, "Counted");
  await reads(receipt, /\+\d+/);
  await receipt.getByRole("button", { name: "Undo" }).click();
  const undone = form(page, "Pacesetter");
  await reads(undone, /Taken back/);
  await undone.getByRole("button", { name: "Close" }).click();
  await undone.waitFor({ state: "detached" });
});

test("a message is scored by its own shortcut", async () => {
  const page = await at.open({ as: "U0ANA", place: "C0GENERAL" });
  const link = freshPost();
  await say(page, `${link} Found this on the train.`);
  const post = await hears(page, link);
  await post.hover();
  await post.getByRole("button", { name: "Shortcuts" }).click();
  await page.getByRole("menuitem", { name: /Score this post/ }).click();
  const share = form(page, "Share a post");
  await share.waitFor();
  assert.equal(await share.getByLabel("Link").inputValue(), link);
  await page.keyboard.press("Escape");
  await share.waitFor({ state: "detached" });
});
