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
/** What was typed into forms that lie below the open one, by view. */
const below = new Map();
let home = { user: null, view: null };
let onHome = () => {};

const valuesOf = (fields) => {
  const values = {};
  for (const { block_id, action_id, read } of fields) (values[block_id] ??= {})[action_id] = read();
  return values;
};

const keptOf = (fields) => Object.fromEntries(fields.map(({ block_id, action_id, read }) => [`${block_id}/${action_id}`, read()]));

function surfaceFor(viewId, fail) {
  const surface = {
    id: viewId,
    async act(action) {
      try {
        // Slack sends along whatever else is entered by then.
        const values = surface.fields && valuesOf(surface.fields);
        await post("click", { user: state.me.id, ...action, view_id: viewId, values });
        await refreshViews();
      } catch (error) {
        fail(explain("That button", error));
      }
    },
  };
  return surface;
}

function showErrors(errors) {
  for (const field of shown.node.querySelectorAll(".field")) {
    const message = errors[field.dataset.block];
    field.querySelector(".field-error").textContent = message ?? "";
    for (const control of field.querySelectorAll("input, select, textarea")) control.setAttribute("aria-invalid", String(Boolean(message)));
  }
  const first = [...shown.node.querySelectorAll(".field")].find((field) => errors[field.dataset.block]);
  focusFirst(first);
  // With what is said below it, not the field alone.
  first?.scrollIntoView({ block: "center" });
}

/** What was said about a field holds until somebody touches it. */
function forgive(event) {
  const field = event.target.closest(".field");
  if (!field) return;
  field.querySelector(".field-error").textContent = "";
  for (const control of field.querySelectorAll("[aria-invalid]")) control.removeAttribute("aria-invalid");
}

const CONTROLS = "input, select, textarea, button";

function focusFirst(place) {
  place?.querySelector(CONTROLS)?.focus();
}

const isEmpty = ({ type, ...given }) => Object.values(given).every((value) => value === null || value.length === 0);

/** What Slack's own client checks before it bothers the app. */
function missing(view, values) {
  const errors = {};
  for (const block of view.blocks) {
    if (block.type !== "input" || block.optional) continue;
    if (isEmpty(values[block.block_id]?.[block.element.action_id] ?? {})) errors[block.block_id] = "Please complete this required field.";
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

/** Takes the form away here at once, and then in the sandbox: this view alone, or all that it stands on. */
async function dismiss(view, all) {
  closed.add(view.id);
  close();
  try {
    await post("close", { user: state.me.id, view_id: view.id, all });
    await refreshViews();
  } catch {
    // The app took it away in the meantime: it is closed either way.
  }
}

/** All of a view but what was entered: that stands in its fields already, and errors beside them are to stay. */
const looksOf = (view) => JSON.stringify({ ...view, state: undefined });

function draw(view, kept) {
  const fields = [];
  const surface = surfaceFor(view.id, (sentence) => failIn(node, sentence));
  surface.fields = fields;
  surface.kept = kept;
  // Below the form's own title.
  surface.level = 3;
  const form = el(
    "form",
    { id: "view-form", class: "dialog-body", novalidate: true, on: { submit, input: forgive, change: forgive } },
    renderBlocks(view.blocks, surface),
    el("div", { class: "form-error", role: "alert" }),
  );
  const sending =
    view.submit && el("button", { type: "submit", form: "view-form", class: "button primary" }, withEmoji(view.submit.text));
  const back = () => dismiss(view, false);
  const footer = [
    el("button", { type: "button", class: "button", on: { click: back } }, withEmoji(view.close?.text ?? "Cancel")),
    sending,
  ];
  // The cross closes all forms that stand on each other; the arrow only leads back to the one below.
  const node = frame(view.title.text, form, footer, () => dismiss(view, true), view.previous_view_id && back);
  if (view.submit_disabled && sending) {
    const weigh = () => (sending.disabled = fields.every(({ read }) => isEmpty(read())));
    for (const event of ["input", "change"]) form.addEventListener(event, weigh);
    weigh();
  }
  return { view, fields, node, drawn: looksOf(view) };
}

function showForm(view) {
  if (!view || closed.has(view.id)) {
    if (!view) below.clear();
    return close();
  }
  if (shown?.drawn === looksOf(view)) return;
  const redrawn = shown?.view.id === view.id;
  if (shown) below.set(shown.view.id, keptOf(shown.fields));
  const kept = below.get(view.id);
  // A redrawing must not take the caret away.
  const at = redrawn && shown.node.contains(document.activeElement) ? document.activeElement.id : "";
  const next = draw(view, kept);
  close();
  shown = next;
  showModal(next.node);
  const start = (at && document.getElementById(at)) || next.node.querySelector("[data-focus]");
  if (start) start.focus();
  else focusFirst(next.node.querySelector(".field"));
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

/** Draws the home into its pane; gives what stands on the stage: the pane, or a line that there is no home yet. */
export function renderHome(pane, fail) {
  const { user, view } = home;
  if (!view || user !== state.me.id)
    return el("div", { class: "empty", text: `${state.workspace.bot.name} has not published a home for you yet.` });
  pane.show(view.id, renderBlocks(view.blocks, surfaceFor(view.id, fail)));
  return pane.node;
}
