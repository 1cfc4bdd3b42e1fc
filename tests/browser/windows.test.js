// Two people in two windows: what one says the other sees, and what is unread is marked for each alone.
"use strict";

const assert = require("node:assert/strict");
const { test } = require("node:test");
const { hears, reads, say, shot, stage } = require("./stage.js");

const at = stage();

const placeOf = (page, name) => page.getByRole("navigation", { name: "Places" }).getByRole("link", { name });

test("what one says elsewhere is unread for the other, until it is looked at", async () => {
  const ana = await at.open({ as: "U0ANA" });
  const bo = await at.open({ as: "U0BO", profile: ana.context() });
  await hears(bo, "Open Season");
  await ana.bringToFront();
  await placeOf(ana, "general").click();
  await ana.locator("#place h1", { hasText: "general" }).waitFor();
  await say(ana, "The demo is at four.");
  await hears(ana, "The demo is at four.");

  await placeOf(bo, /^general 1 unread$/).waitFor();
  // It stays so when his window is loaded anew; hers has nothing unread.
  await bo.reload();
  await placeOf(bo, /^general 1 unread$/).waitFor();
  assert.equal(await placeOf(ana, /unread/).count(), 0);
  await placeOf(bo, /^general 1 unread$/).click();
  await hears(bo, "The demo is at four.");
  await reads(bo.locator(".day.new + .message"), /The demo is at four\./);
  await placeOf(bo, /^general$/).waitFor();
  await shot(bo, "windows-new");

  // They see each other at once.
  await say(bo, "I'll be there.");
  await hears(ana, "I'll be there.");
});

test("a direct message from the app counts, for the one it is for", async () => {
  const jo = await at.open({ as: "U0JO" });
  const noor = await at.open({ as: "U0NOOR" });
  await hears(jo, "Open Season");
  const { channel } = await at.sandbox.call("conversations.open", { users: "U0JO" });
  for (const text of ["First word", "Second word"]) await at.sandbox.call("chat.postMessage", { channel: channel.id, text });
  await placeOf(jo, /pacesetter.* 2 unread, 2 for you/).waitFor();
  assert.equal(await placeOf(noor, /unread/).count(), 0);
  await placeOf(jo, /pacesetter/).click();
  await hears(jo, "Second word");
  await placeOf(jo, /^P?\s*pacesetter$/).waitFor();
});
