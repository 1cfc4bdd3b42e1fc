// A share as a rep would type it, made up anew each time so that it counts.
import { fold } from "./complete.js";
import { state } from "./state.js";

const TOPICS = ["pipeline-reviews", "discovery-calls", "customer-story", "quota-habits", "cold-outreach"];
const WORDS = [
  "We stopped opening our pipeline reviews with the forecast and began with one customer's own words.",
  "Three prospects told me the same thing this week: they buy when somebody explains the risk, not the feature.",
  "My best discovery question this quarter is the shortest one: what happens if you change nothing?",
  "A customer walked me through her first ninety days with us, and none of it was in our pitch.",
  "I kept a list of every no I heard in May; half of them were really a not yet with a date attached.",
  "Ten minutes of commenting on buyers' posts each morning has started more talks than any sequence I wrote.",
  "Our newest rep asked why we send proposals on Fridays. Nobody knew, so we stopped, and replies doubled.",
  "The demo that won the deal had no slides: we fixed a spreadsheet together and talked while it loaded.",
];

const pick = (list) => list[Math.floor(Math.random() * list.length)];

/** A fresh permalink, the kind, and more than 100 characters of words. */
export function exampleShare() {
  const activity = `7${Array.from({ length: 18 }, () => Math.floor(Math.random() * 10)).join("")}`;
  const author = fold(state.me.name).replace(/[^a-z]+/g, "-");
  const first = pick(WORDS);
  const second = pick(WORDS.filter((one) => one !== first));
  return `/share https://www.linkedin.com/posts/${author}_${pick(TOPICS)}-activity-${activity}-demo original ${first} ${second}`;
}
