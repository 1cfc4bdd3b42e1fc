// What the composer suggests for the word at the caret: commands, people, channels.
import { avatar } from "./dom.js";
import { activePeople, state, visibleChannels } from "./state.js";

const MOST = 8;

/** Folds case and accents, so that "lukasz" finds "Łukasz". */
export const fold = (text) => text.normalize("NFD").replace(/\p{M}/gu, "").replace(/ł/gi, "l").replace(/ø/gi, "o").toLowerCase();

const startsAWord = (name, typed) =>
  fold(name)
    .split(/[\s-]+/)
    .some((word, index, words) => words.slice(index).join(" ").startsWith(fold(typed)));

function commands(typed) {
  return state.commands
    .filter((one) => one.command.startsWith(typed))
    .map((one) => ({ title: one.command, usage: one.usage_hint, detail: one.description, insert: `${one.command} ` }));
}

function people(typed) {
  return activePeople()
    .filter((one) => startsAWord(one.name, typed))
    .map((one) => ({ title: one.name, detail: one.role, insert: `@${one.name} `, face: avatar(one.id, one.name, one.role === "bot") }));
}

function channels(typed) {
  return visibleChannels(state.me.id)
    .filter((one) => startsAWord(one.name, typed))
    .map((one) => ({ title: `#${one.name}`, insert: `#${one.name} ` }));
}

/** Suggestions as `{title, usage?, detail?, face?, insert, from, to}`. */
export function completions(text, caret, inThread) {
  const before = text.slice(0, caret);
  const command = inThread ? null : before.match(/^\/\S*$/);
  const mention = before.match(/(?:^|[\s(])([@#])([^\s@#]*)$/);
  if (!command && !mention) return [];
  const typed = command ? before : mention[2];
  const found = command ? commands(typed) : mention[1] === "@" ? people(typed) : channels(typed);
  const from = command ? 0 : caret - typed.length - 1;
  // A space that stands there already is not doubled.
  const to = text[caret] === " " ? caret + 1 : caret;
  return found.slice(0, MOST).map((offer) => ({ ...offer, from, to }));
}
