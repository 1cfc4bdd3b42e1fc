// The sandbox's JSON calls and its stream of changes.

/** A refused or failed call; `code` is the sandbox's error name. */
class CallError extends Error {
  constructor(code, status) {
    super(code);
    this.code = code;
    this.status = status;
  }
}

async function request(path, options) {
  let answer;
  try {
    answer = await fetch(`/sandbox/${path}`, options);
  } catch {
    throw new CallError("unreachable", 0);
  }
  const text = await answer.text();
  if (answer.ok) return text;
  let code = `http_${answer.status}`;
  try {
    code = JSON.parse(text).error ?? code;
  } catch {
    // An answer without JSON: its status says enough.
  }
  throw new CallError(code, answer.status);
}

/** The raw text of a GET, so that a caller can tell cheaply whether anything changed. */
export function getText(path, query = {}) {
  const search = new URLSearchParams(query).toString();
  return request(search ? `${path}?${search}` : path, { headers: { accept: "application/json" } });
}

export async function get(path, query) {
  return JSON.parse(await getText(path, query));
}

export async function post(path, body) {
  const text = await request(path, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify(body),
  });
  return text ? JSON.parse(text) : {};
}

export async function remove(path) {
  await request(path, { method: "DELETE" });
}

/** Listens for changes for as long as the page lives; `onState(true)` on every (re)connect, `onState(false)` when lost. */
export function listen(onChange, onState) {
  const source = new EventSource("/sandbox/stream");
  source.onopen = () => onState(true);
  source.onmessage = (event) => onChange(JSON.parse(event.data));
  source.onerror = () => {
    onState(false);
    // The browser retries a broken connection itself, but gives up after a refusal.
    if (source.readyState === EventSource.CLOSED) setTimeout(() => listen(onChange, onState), 2000);
  };
}

/** Runs `load` one at a time: a call during a run makes it run once more afterwards, however many came. */
export function coalesce(load) {
  let running = null;
  let again = false;
  return function run() {
    if (running) {
      again = true;
      return running;
    }
    running = (async () => {
      try {
        do {
          again = false;
          await load();
        } while (again);
      } finally {
        running = null;
      }
    })();
    return running;
  };
}

const REASONS = {
  unreachable: "the sandbox is not reachable. Is it still running?",
  no_ack: "the app did not answer within 3 seconds.",
  not_connected: "no app is connected to this workspace.",
  dispatch_failed: "no app is connected to this workspace.",
  channel_not_found: "that channel is not there.",
  not_in_channel: "you are not in this channel.",
  message_not_found: "that message is gone.",
  no_text: "there is nothing to send.",
  msg_too_long: "the message is too long.",
  expired_trigger_id: "the app took too long to open its form.",
};

/** One plain sentence for a failed call: what did not work, why, and the error's name. */
export function explain(what, error) {
  if (!(error instanceof CallError)) throw error;
  const reason = REASONS[error.code];
  return reason ? `${what} failed: ${reason} (${error.code})` : `${what} failed with the error “${error.code}”.`;
}
