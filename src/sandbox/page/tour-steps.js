// The steps of the tour: what each says, what it shows, what one click does, and what it waits for.
//
// A step is `{title, words, enter?(at), target?(at), action: {label, run(at)}, waits?(happening)}`, with the page's own
// doings `at`: fill(text), idle(), submit(), type(command), be(id), nextMorning(), newest(test), next(), stop().
import { exampleShare } from "./examples.js";
import { person, state } from "./state.js";

const firstName = (id) => person(id).name.split(" ")[0];

/** A manager who is in the contest's channel. */
export function managerIn(channel) {
  return state.people.find((one) => one.role === "manager" && !one.deactivated && channel.members.includes(one.id));
}

const typed = (command) => (happening) => happening.kind === "command" && happening.command === command;

export function stepsFor({ rep, channel }) {
  const manager = managerIn(channel);
  const newestReply = (at) => at.newest((message) => message.ephemeral && person(message.user).role === "bot");
  const newestBoard = (at) => at.newest((message) => message.metadata?.event_type === "board");
  return [
    {
      title: `You are ${rep.name}, in sales`,
      words: `Your team plays a contest in #${channel.name}: whoever shares something useful with customers and peers gets points. All of this Slack is make-believe and stays on this machine.`,
      target: () => document.querySelector(".me"),
      action: { label: "Show me", run: (at) => at.next() },
    },
    {
      title: "Share a post",
      words: "The field below holds what a rep would type: the link, the kind of post, and own words. Send it.",
      enter: (at) => at.fill(exampleShare()),
      target: () => document.querySelector("#foot .composer-box"),
      action: { label: "Send it", run: (at) => at.submit() },
      waits: typed("/share"),
    },
    {
      title: "Your receipt came at once",
      words: "Only you see it: what the share earned and why, where you stand now, and what comes next. The same link never counts twice.",
      target: newestReply,
      action: { label: "See the board", run: (at) => at.type("/leaderboard") },
      waits: typed("/leaderboard"),
    },
    {
      title: "The board has somebody to catch",
      words: "Your own row and your neighbours, for you alone. In public it shows the top only, so nobody is shamed.",
      target: newestReply,
      action: manager
        ? {
            label: `Be ${firstName(manager.id)}, the manager`,
            run: async (at) => {
              await at.be(manager.id);
              await at.type("/contest show");
            },
          }
        : { label: "See the contest", run: (at) => at.type("/contest show") },
      waits: typed("/contest"),
    },
    {
      title: manager ? `Now you are ${firstName(manager.id)}, who runs it` : "This is the contest",
      words: "Managers start and steer contests in chat: the rules are there for all to read. What else does it do by itself? Let a night pass.",
      target: newestReply,
      action: { label: "Go to next morning", run: (at) => at.nextMorning() },
      waits: ({ kind }) => kind === "moved",
    },
    {
      title: "The board posted itself at nine",
      words: "So it goes every day, with praise as it is earned. Now play: be anybody, by the name at the top left, or open the inspector and see each message to and from the bot.",
      target: newestBoard,
      action: {
        label: `Be ${firstName(rep.id)} again, and play`,
        run: async (at) => {
          at.stop();
          await at.be(rep.id);
        },
      },
    },
  ];
}
