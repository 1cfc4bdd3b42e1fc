// Views that the app opens: its modal forms as dialogs, and the App Home's content.
import { coalesce, explain, get, post } from "./api.js";
import { renderBlocks } from "./blocks.js";
import { closeModal, frame, showModal } from "./dialogs.js";
import { el } from "./dom.js";
import { withEmoji } from "./emoji.js";
import { state } from "./state.js";

/** The open form: its view, its drawing, and how to read its fields. */
let shown = null;
/** Forms that were closed here, which the sandbox may still list for a moment. */
const closed = new Set();
let home = { user: null, view: null };
let onHome = () => {};

const valuesOf = (fields) => {
  const values = {};
  for (const { block_id, action_id, read } of fields) (values[block_id] ??= {})[action_id] = read();
  return values;
};

const keptOf = (fields) => Object.fromEntries(fields.map(({ block_id, action_id, read }) => [`${block_id}/${action_id}`, read()]));

function surfaceFor(viewId, fail) {
  return {
    id: viewId,
    async act(action) {
      try {
        await post("click", { user: state.me.id, ...action, view_id: viewId });
        await refreshViews();
      } catch (error) {
        fail(explain("That button", error));
      }
    },
  };
}

function showErrors(errors) {
  for (const field of shown.node.querySelectorAll(".field")) {
    const message = errors[field.dataset.block];
    field.querySelector(".field-error").textContent = message ?? "";
    for (const control of field.querySelectorAll("input, select, textarea")) control.setAttribute("aria-invalid", String(Boolean(message)));
  }
  shown.node.querySelector("[aria-invalid=true]")?.focus();
}

/** What Slack's own client checks before it bothers the app. */
function missing(view, values) {
  const errors = {};
  for (const block of view.blocks) {
    if (block.type !== "input" || block.optional) continue;
    const { type, ...given } = values[block.block_id]?.[block.element.action_id] ?? {};
    const empty = Object.values(given).every((value) => value === null || value.length === 0);
    if (empty) errors[block.block_id] = "Please fill this in.";
  }
  return errors;
}

async function submit(event) {
  event.preventDefault();
  const { view, fields, node } = shown;
  const values = valuesOf(fields);
  const gaps = missing(view, values);
  showErrors(gaps);
  if (Object.keys(gaps).length) return;
  node.setAttribute("aria-busy", "true");
  try {
    const { errors } = await post("submit", { user: state.me.id, view_id: view.id, values });
    if (errors && Object.keys(errors).length) showErrors(errors);
    else await refreshViews();
  } catch (error) {
    failIn(node, explain("Sending the form", error));
  } finally {
    node.removeAttribute("aria-busy");
  }
}

function failIn(node, sentence) {
  node.querySelector(".form-error").textContent = sentence;
}

function close() {
  if (!shown) return;
  closeModal(shown.node);
  shown = null;
}

function draw(view, kept) {
  const fields = [];
  const surface = surfaceFor(view.id, (sentence) => failIn(node, sentence));
  surface.fields = fields;
  surface.kept = kept;
  const dismiss = async () => {
    closed.add(view.id);
    close();
    try {
      await post("close", { user: state.me.id, view_id: view.id });
      await refreshViews();
    } catch {
      // The app took it away in the meantime: it is closed either way.
    }
  };
  const form = el(
    "form",
    { id: "view-form", class: "dialog-body", novalidate: true, on: { submit } },
    renderBlocks(view.blocks, surface),
    el("div", { class: "form-error", role: "alert" }),
  );
  const footer = [
    el("button", { type: "button", class: "button", on: { click: dismiss } }, withEmoji(view.close?.text ?? "Cancel")),
    view.submit && el("button", { type: "submit", form: "view-form", class: "button primary" }, withEmoji(view.submit.text)),
  ];
  const node = frame(view.title.text, form, footer, dismiss);
  return { view, fields, node, drawn: JSON.stringify(view) };
}

function showForm(view) {
  if (!view || closed.has(view.id)) return close();
  if (shown?.drawn === JSON.stringify(view)) return;
  const kept = shown?.view.id === view.id ? keptOf(shown.fields) : undefined;
  const next = draw(view, kept);
  close();
  shown = next;
  showModal(next.node);
  next.node.querySelector("form :is(input, select, textarea)")?.focus();
}

/** Fetches the person's open form and home, and draws what changed. */
export const refreshViews = coalesce(async () => {
  const user = state.me.id;
  const views = await get("views", { user });
  if (user !== state.me.id) return;
  showForm(views.form ?? null);
  const next = { user, view: views.home ?? null };
  if (JSON.stringify(home) !== JSON.stringify(next)) {
    home = next;
    onHome();
  }
});

export function watchHome(listener) {
  onHome = listener;
}

/** Tells the app that its home is looked at, then draws what it published. */
export async function openHome(fail) {
  try {
    await post("home", { user: state.me.id });
    await refreshViews();
  } catch (error) {
    fail(explain("The App Home", error));
  }
}

export function renderHome(fail) {
  const { user, view } = home;
  if (!view || user !== state.me.id)
    return el("div", { class: "empty", text: `${state.workspace.bot.name} has not published a home for you yet.` });
  return el("div", { class: "home" }, renderBlocks(view.blocks, surfaceFor(view.id, fail)));
}
