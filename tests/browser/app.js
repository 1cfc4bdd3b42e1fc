// A small Slack app inside the test: the sandbox delivers to it, and it answers as the test says.
"use strict";

const http = require("node:http");
const { once } = require("node:events");

class App {
  /** `heard` holds what interactions came; `onCommand(payload)` and `onInteraction(payload)` give the answer, if any. */
  constructor() {
    this.heard = [];
    this.onCommand = () => null;
    this.onInteraction = () => null;
  }

  static async start() {
    const it = new App();
    it.server = http.createServer((request, response) => it.serve(request, response));
    it.server.listen(0, "127.0.0.1");
    await once(it.server, "listening");
    it.url = `http://127.0.0.1:${it.server.address().port}/`;
    return it;
  }

  stop() {
    this.server.closeAllConnections();
    this.server.close();
  }

  async serve(request, response) {
    let body = "";
    for await (const part of request) body += part;
    const answer = await this.answer(request.headers["content-type"], body);
    if (answer === null) return response.end();
    response.setHeader("content-type", "application/json");
    response.end(JSON.stringify(answer));
  }

  async answer(type, body) {
    if (type.startsWith("application/json")) {
      const event = JSON.parse(body);
      return event.type === "url_verification" ? { challenge: event.challenge } : null;
    }
    const form = new URLSearchParams(body);
    if (!form.has("payload")) return (await this.onCommand(Object.fromEntries(form))) ?? null;
    const payload = JSON.parse(form.get("payload"));
    this.heard.push(payload);
    return (await this.onInteraction(payload)) ?? null;
  }
}

module.exports = { App };
