// From what Slack stores back to what a person would type; the other way is the sandbox's work.
import { unescape } from "./mrkdwn.js";
import { channel, person } from "./state.js";

/** Typed form of a stored message, for editing it. */
export function toTyped(text) {
  const typed = text.replace(/<([^<>\n]+)>/g, (whole, content) => {
    const [target, label] = content.split("|");
    if (target.startsWith("@")) return `@${person(target.slice(1)).name}`;
    if (target.startsWith("#")) return `#${channel(target.slice(1))?.name ?? label}`;
    if (/^!(here|channel|everyone)$/.test(target)) return `@${target.slice(1)}`;
    return /^https?:/i.test(target) ? target : whole;
  });
  return unescape(typed);
}
