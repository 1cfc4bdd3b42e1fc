// Block Kit as Slack draws it and hears of it: every block in messages, every input in forms, files, pushed views.
"use strict";

const assert = require("node:assert/strict");
const path = require("node:path");
const { after, test } = require("node:test");
const { App } = require("./app.js");
const { hears, reads, say, shot, stage, until } = require("./stage.js");

let app;
const at = stage(async () => {
  app = await App.start();
  const manifest = path.join(__dirname, "blocks-manifest.json");
  return ["--slack-only", "--manifest", manifest, "--deliver", app.url];
});
after(() => app.stop());

const plain = (text) => ({ type: "plain_text", text });
const mrkdwn = (text) => ({ type: "mrkdwn", text });
const option = (value) => ({ text: plain(`Option ${value}`), value });
const options = ["a", "b", "c"].map(option);

/** The smallest picture there is: one pixel. */
const PNG = Buffer.from(
  "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==",
  "base64",
);

const FORM = "application/x-www-form-urlencoded";

/** Uploads as Slack wants it, and shares it in the channel if told to. */
async function upload(name, bytes, more = {}) {
  const wanted = { filename: name, length: String(bytes.length) };
  const { upload_url: url, file_id: id } = await at.sandbox.call("files.getUploadURLExternal", wanted, FORM);
  await fetch(url, { method: "POST", body: bytes });
  await at.sandbox.call("files.completeUploadExternal", { files: [{ id, title: name }], ...more });
  return id;
}

async function connected() {
  await until("the app is connected", async () => (await at.sandbox.get("workspace")).connected);
}

/** Opens a form for whoever types the command. */
function opensForm(view) {
  app.onCommand = async ({ trigger_id }) => {
    await at.sandbox.call("views.open", { trigger_id, view });
    return null;
  };
}

const modal = (blocks, more = {}) => ({
  type: "modal",
  callback_id: "form",
  title: plain("A form"),
  submit: plain("Send"),
  close: plain("Not now"),
  blocks,
  ...more,
});

const input = (block_id, element, more = {}) => ({
  type: "input",
  block_id,
  label: plain(`The ${block_id}`),
  element: { action_id: "it", ...element },
  ...more,
});

const lastOf = (type) => app.heard.filter((one) => one.type === type).at(-1);

test("every block of a message is drawn", async () => {
  await connected();
  const file = await upload("pixel.png", PNG);
  await at.sandbox.call("conversations.join", { channel: "C0WINS" });
  const message = {
    channel: "C0WINS",
    text: "All blocks",
    blocks: [
      { type: "header", text: plain("A header :tada:") },
      { type: "section", text: mrkdwn("*bold* _italic_ ~gone~ `code` <@U0BO> <#C0WINS> <https://example.com|a link> &lt;b&gt;") },
      { type: "section", fields: [mrkdwn("*One*\nfirst"), mrkdwn("*Two*\nsecond")], accessory: { type: "button", action_id: "beside", text: plain("Beside") } },
      { type: "divider" },
      { type: "context", elements: [{ type: "image", slack_file: { id: file }, alt_text: "a small pixel" }, mrkdwn("in passing")] },
      { type: "image", slack_file: { id: file }, alt_text: "a large pixel", title: plain("A picture") },
      { type: "rich_text", elements: [{ type: "rich_text_list", style: "ordered", elements: [{ type: "rich_text_section", elements: [{ type: "text", text: "first of a list" }] }] }] },
      { type: "markdown", text: "# A heading\n\n- [a linked point](https://example.com)\n\n**strong**" },
      { type: "table", rows: [["Who", "Points"], ["Ana", "12"]].map((row) => row.map((text) => ({ type: "raw_text", text }))), column_settings: [null, { align: "right" }] },
      {
        type: "actions",
        block_id: "acts",
        elements: [
          { type: "button", action_id: "go", style: "primary", text: plain("Go"), value: "1" },
          { type: "button", action_id: "stop", style: "danger", text: plain("Stop"), value: "2", confirm: { title: plain("Really?"), text: plain("It stops."), confirm: plain("Stop it"), deny: plain("Keep") } },
          { type: "static_select", action_id: "pick", placeholder: plain("Pick one"), options },
          { type: "overflow", action_id: "more", options: options.slice(0, 2) },
          { type: "datepicker", action_id: "day", placeholder: plain("A day") },
        ],
      },
      { type: "actions", elements: [{ type: "checkboxes", action_id: "ticks", options }, { type: "radio_buttons", action_id: "dial", options }] },
    ],
  };
  // As in Slack, a file is looked through for a moment before blocks can show it.
  const posted = () => at.sandbox.call("chat.postMessage", message).catch(() => null);
  await until("the file can be shown", posted);
  const page = await at.open();
  const shown = await hears(page, "A header");
  assert.equal(await shown.locator(".unknown").count(), 0);
  await shown.getByRole("heading", { name: "A header 🎉" }).waitFor();
  await reads(shown, /bold italic gone code @Bo Chen #social-wins a link <b>/);
  await shown.getByRole("img", { name: "a small pixel" }).waitFor();
  await shown.getByRole("listitem").getByText("first of a list").waitFor();
  await shown.getByRole("columnheader", { name: "Points" }).waitFor();
  await shot(page, "blocks-message");

  await shown.getByRole("button", { name: "Go" }).click();
  await until("the click arrives", () => lastOf("block_actions")?.actions[0].value === "1");
  await shown.getByRole("button", { name: "Stop" }).click();
  await page.getByRole("dialog", { name: "Really?" }).getByRole("button", { name: "Keep" }).click();
  await shown.getByRole("button", { name: "Stop" }).click();
  await page.getByRole("dialog", { name: "Really?" }).getByRole("button", { name: "Stop it" }).click();
  await until("the confirmed click arrives", () => lastOf("block_actions")?.actions[0].value === "2");
  assert.equal(app.heard.filter((one) => one.actions?.[0].value === "2").length, 1);
  await shown.getByRole("combobox", { name: "Pick one" }).selectOption({ label: "Option b" });
  await until("the pick arrives", () => lastOf("block_actions").actions[0].selected_option?.value === "b");
  await shown.getByRole("button", { name: "More actions" }).click();
  await page.getByRole("menuitem", { name: "Option a" }).click();
  await until("the choice arrives", () => lastOf("block_actions").actions[0].action_id === "more");
  await shown.getByRole("radio", { name: "Option c" }).check();
  await until("the radio button arrives", () => lastOf("block_actions").actions[0].selected_option?.value === "c");

  await shown.getByRole("button", { name: "Enlarge: a large pixel" }).click();
  await page.getByRole("dialog", { name: "a large pixel" }).waitFor();
  await page.keyboard.press("Escape");
  await page.getByRole("dialog").waitFor({ state: "detached" });
});

test("a file is looked into and downloaded", async () => {
  await connected();
  const lines = ["name,points", ...Array.from({ length: 20 }, (_, row) => `Rep ${row},${row * 5}`)].join("\n");
  await upload("standings.csv", Buffer.from(lines), { channel_id: "C0WINS", initial_comment: "The standings" });
  const page = await at.open();
  const shown = await hears(page, "The standings");
  await shown.getByText("CSV, ").waitFor();
  await until("its first lines show", async () => /Rep 4,20\n… 15 more/.test(await shown.locator("pre").innerText()));
  const [download] = await Promise.all([
    page.waitForEvent("download"),
    shown.getByRole("link", { name: "Download standings.csv" }).click(),
  ]);
  assert.equal(download.suggestedFilename(), "standings.csv");
  await shot(page, "blocks-file");
});

test("a form asks in every way, and the app hears Slack's own shapes", async () => {
  await connected();
  opensForm(
    modal([
      input("words", { type: "plain_text_input", multiline: true, placeholder: plain("Your words") }, { hint: plain("Short ones") }),
      input("number", { type: "number_input", is_decimal_allowed: false, min_value: "1", max_value: "9" }),
      input("link", { type: "url_text_input" }),
      input("mail", { type: "email_text_input" }, { optional: true }),
      input("one", { type: "static_select", options, placeholder: plain("Pick") }),
      input("many", { type: "multi_static_select", options, placeholder: plain("Pick some"), max_selected_items: 2 }),
      input("who", { type: "users_select", placeholder: plain("Who") }),
      input("people", { type: "multi_users_select", placeholder: plain("Some people") }),
      input("where", { type: "conversations_select", default_to_current_conversation: true }),
      input("day", { type: "datepicker", initial_date: "2026-03-02" }),
      input("time", { type: "timepicker", initial_time: "09:00" }),
      input("moment", { type: "datetimepicker", initial_date_time: 1774774800 }),
      input("ticks", { type: "checkboxes", options }),
      input("dial", { type: "radio_buttons", options }),
    ]),
  );
  let refused = false;
  app.onInteraction = ({ type }) => {
    if (type !== "view_submission" || refused) return null;
    refused = true;
    return { response_action: "errors", errors: { link: "Not that link." } };
  };
  const page = await at.open();
  await say(page, "/form");
  const form = page.getByRole("dialog", { name: "A form" });
  await form.waitFor();
  assert.equal(await form.locator(".unknown").count(), 0);
  // What is missing is said at the field, before the app is troubled.
  await form.getByRole("button", { name: "Send" }).click();
  await form.getByText("Please complete this required field.").first().waitFor();
  assert.equal(lastOf("view_submission"), undefined);

  await form.getByLabel("The words").fill("Hello");
  await form.getByLabel("The number").fill("7");
  await form.getByLabel("The link").fill("https://example.com/a");
  await form.getByLabel("The one").selectOption({ label: "Option b" });
  await form.getByLabel("The many").click();
  await page.getByRole("menuitemcheckbox", { name: "Option a" }).click();
  await page.keyboard.press("End");
  await page.keyboard.press("Enter");
  assert.ok(await page.getByRole("menuitemcheckbox", { name: "Option b" }).isDisabled());
  await page.keyboard.press("Escape");
  await form.getByLabel("The who").selectOption({ label: "Bo Chen" });
  await form.getByLabel("The people").click();
  await page.getByRole("menuitemcheckbox", { name: "Noor Haddad" }).click();
  await page.keyboard.press("Escape");
  await form.getByRole("group", { name: "The ticks" }).getByLabel("Option a").check();
  await form.getByRole("group", { name: "The dial" }).getByLabel("Option c").check();
  await shot(page, "blocks-form");
  await form.getByRole("button", { name: "Send" }).click();
  await form.getByText("Not that link.").waitFor();
  assert.equal(await form.getByLabel("The link").getAttribute("aria-invalid"), "true");
  assert.equal(await page.locator(":focus").getAttribute("id"), await form.getByLabel("The link").getAttribute("id"));
  await form.getByRole("button", { name: "Send" }).click();
  await form.waitFor({ state: "detached" });

  const said = Object.fromEntries(Object.entries(lastOf("view_submission").view.state.values).map(([block, { it }]) => [block, it]));
  const values = (list) => list.map(({ value }) => value);
  assert.equal(said.words.value, "Hello");
  assert.equal(said.number.value, "7");
  assert.equal(said.mail.value, null);
  assert.equal(said.one.selected_option.value, "b");
  assert.deepEqual(values(said.many.selected_options), ["a", "c"]);
  assert.equal(said.who.selected_user, "U0BO");
  assert.deepEqual(said.people.selected_users, ["U0NOOR"]);
  assert.equal(said.where.selected_conversation, "C0WINS");
  assert.equal(said.day.selected_date, "2026-03-02");
  assert.equal(said.time.selected_time, "09:00");
  assert.equal(said.moment.selected_date_time, 1774774800);
  assert.deepEqual(values(said.ticks.selected_options), ["a"]);
  assert.equal(said.dial.selected_option.value, "c");
});

test("a select offers what its filter lets through, and says what its options mean", async () => {
  await connected();
  const about = (value) => ({ ...option(value), description: plain(`What ${value} means`) });
  const filter = { include: ["public", "private"], exclude_bot_users: true };
  opensForm(
    modal([
      input("kind", { type: "static_select", options: [about("a"), about("b"), option("c")] }),
      input("where", { type: "conversations_select", filter }),
      input("talk", { type: "conversations_select", filter: { include: ["im"], exclude_bot_users: true } }),
      input("any", { type: "conversations_select" }),
      input("public", { type: "channels_select" }),
    ]),
  );
  const page = await at.open({ as: "U0ANA" });
  await say(page, "/form");
  const form = page.getByRole("dialog", { name: "A form" });
  const offers = async (name) => (await form.getByLabel(`The ${name}`).locator("option").allTextContents()).slice(1);
  const channels = ["#general", "#social-wins", "#deal-room", "#sales-leads", "#announcements"];
  assert.deepEqual(await offers("where"), channels);
  const people = await offers("talk");
  assert.ok(people.includes("Bo Chen") && people.includes("Ana Sørensen"), people.join());
  assert.ok(![...channels, "blocks", "Slackbot", "Dana Gone"].some((one) => people.includes(one)), people.join());
  const all = await offers("any");
  assert.ok(["#sales-leads", "Bo Chen", "Slackbot"].every((one) => all.includes(one)), all.join());
  assert.deepEqual(await offers("public"), channels.filter((one) => one !== "#sales-leads"));

  const kind = form.getByLabel("The kind");
  await kind.focus();
  await page.keyboard.press("Space");
  const meaning = (index) => kind.locator("option").nth(index).evaluate((node) => getComputedStyle(node, "::after").content);
  assert.equal(await meaning(1), '"What a means"');
  await until("the menu is open", () => kind.locator("option").nth(2).evaluate((node) => node.checkVisibility() && node.offsetHeight > 0));
  await shot(page, "blocks-select");
  await page.keyboard.press("ArrowDown");
  await page.keyboard.press("Enter");
  await until("it is picked", async () => (await kind.inputValue()) === "0");
  await page.keyboard.press("Escape");
  await form.waitFor({ state: "detached" });
});

test("a form that reports while one types is redrawn around the caret, and keeps what was typed", async () => {
  await connected();
  const reporting = { type: "plain_text_input", dispatch_action_config: { trigger_actions_on: ["on_character_entered"] } };
  const view = (said) =>
    modal([
      input("words", reporting, { dispatch_action: true }),
      input("rest", { type: "plain_text_input" }, { optional: true }),
      { type: "section", text: plain(`You typed: ${said}`) },
    ]);
  opensForm(view("nothing"));
  app.onInteraction = async ({ type, actions, view: { id } }) => {
    if (type === "block_actions") await at.sandbox.call("views.update", { view_id: id, view: view(actions[0].value) });
    return null;
  };
  const page = await at.open({ as: "U0BO" });
  await say(page, "/form");
  const form = page.getByRole("dialog", { name: "A form" });
  await form.getByLabel("The rest").fill("kept");
  await form.getByLabel("The words").fill("abc");
  await form.getByText("You typed: abc").waitFor();
  assert.equal(await form.getByLabel("The rest").inputValue(), "kept");
  await until("the caret stays", async () => (await page.locator(":focus").getAttribute("id"))?.includes("words"));
  await form.getByRole("button", { name: "Not now" }).click();
  await form.waitFor({ state: "detached" });
});

test("a pushed form leads back to the one below, and the cross closes them all", async () => {
  await connected();
  const button = { type: "actions", elements: [{ type: "button", action_id: "deeper", text: plain("Deeper") }] };
  opensForm(modal([button, input("words", { type: "plain_text_input" })], { submit_disabled: true, notify_on_close: true }));
  const second = { ...modal([{ type: "section", text: plain("Below lies the first.") }]), title: plain("The second"), submit: undefined };
  app.onInteraction = async ({ type, trigger_id }) => {
    if (type === "block_actions") await at.sandbox.call("views.push", { trigger_id, view: second });
    return null;
  };
  const page = await at.open({ as: "U0NOOR" });
  await say(page, "/form");
  const first = page.getByRole("dialog", { name: "A form" });
  const pushed = page.getByRole("dialog", { name: "The second" });
  await first.waitFor();
  // It can be sent once something is filled in.
  assert.ok(await first.getByRole("button", { name: "Send" }).isDisabled());
  await first.getByLabel("The words").fill("x");
  assert.ok(await first.getByRole("button", { name: "Send" }).isEnabled());
  await first.getByRole("button", { name: "Deeper" }).click();
  await pushed.getByRole("button", { name: "Back" }).click();
  await first.waitFor();
  assert.equal(await first.getByLabel("The words").inputValue(), "x");
  await first.getByRole("button", { name: "Deeper" }).click();
  await pushed.waitFor();
  await pushed.getByRole("button", { name: "Close" }).click();
  await pushed.waitFor({ state: "detached" });
  assert.equal(await page.locator("dialog").count(), 0);
  assert.deepEqual((await at.sandbox.get("views?user=U0NOOR")).stack, []);
});
