// Between what a person types and what Slack stores: mentions as names or as ids.
import { unescape } from "./mrkdwn.js";
import { activePeople, channel, person, state } from "./state.js";

const byLength = (a, b) => b[0].length - a[0].length;

/** Replaces what is typed by what it stands for; longer names first, so that "Ana Lee" wins over "Ana". */
function replaceNames(text, pairs) {
  const known = pairs.sort(byLength);
  let rest = text;
  let stored = "";
  while (rest) {
    const startsWord = !/\w$/.test(stored);
    const hit = startsWord && known.find(([typed]) => rest.startsWith(typed) && !/^[\w-]/.test(rest.slice(typed.length)));
    const taken = hit ? hit[0] : rest.match(/^(?:[^@#]+|.)/s)[0];
    stored += hit ? hit[1] : taken;
    rest = rest.slice(taken.length);
  }
  return stored;
}

/** Stored form of a typed message: known names become mentions. Links are left for the sandbox to find. */
export function toStored(text) {
  const people = activePeople().map((one) => [`@${one.name}`, `<@${one.id}>`]);
  const channels = state.channels.map((one) => [`#${one.name}`, `<#${one.id}|${one.name}>`]);
  const ranges = ["here", "channel", "everyone"].map((range) => [`@${range}`, `<!${range}>`]);
  return replaceNames(text, [...people, ...channels, ...ranges]);
}

/** A command's text as Slack's client hands it over: people by their handle, which has no spaces. */
export function toCommandText(text) {
  const people = activePeople().filter((one) => one.handle);
  return replaceNames(text, people.map((one) => [`@${one.name}`, `@${one.handle}`]));
}

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
