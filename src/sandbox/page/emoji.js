// Emoji shortcodes as data: what `:name:` looks like, and the ones offered for reactions.

export const EMOJI = {
  white_check_mark: "✅", heavy_check_mark: "✔️", x: "❌", warning: "⚠️", no_entry: "⛔", question: "❓", exclamation: "❗",
  information_source: "ℹ️", bulb: "💡", bell: "🔔", no_bell: "🔕", mega: "📣", loudspeaker: "📢", speech_balloon: "💬",
  tada: "🎉", confetti_ball: "🎊", trophy: "🏆", medal: "🏅", sports_medal: "🏅", first_place_medal: "🥇", second_place_medal: "🥈",
  third_place_medal: "🥉", checkered_flag: "🏁", dart: "🎯", crown: "👑", star: "⭐", star2: "🌟", sparkles: "✨", fire: "🔥",
  rocket: "🚀", zap: "⚡", boom: "💥", muscle: "💪", clap: "👏", raised_hands: "🙌", pray: "🙏", wave: "👋", ok_hand: "👌",
  "+1": "👍", thumbsup: "👍", "-1": "👎", thumbsdown: "👎", point_right: "👉", eyes: "👀", brain: "🧠", heart: "❤️",
  green_heart: "💚", blue_heart: "💙", 100: "💯", smile: "😄", grinning: "😀", slightly_smiling_face: "🙂", joy: "😂", wink: "😉",
  thinking_face: "🤔", sunglasses: "😎", heart_eyes: "😍", sob: "😭", sweat_smile: "😅", partying_face: "🥳", star_struck: "🤩",
  robot_face: "🤖", handshake: "🤝", crossed_swords: "⚔️", shield: "🛡️", ticket: "🎟️", game_die: "🎲", gift: "🎁", moneybag: "💰",
  chart_with_upwards_trend: "📈", chart_with_downwards_trend: "📉", bar_chart: "📊", calendar: "📆", date: "📅", spiral_calendar_pad: "🗓️",
  hourglass: "⌛", hourglass_flowing_sand: "⏳", stopwatch: "⏱️", alarm_clock: "⏰", clock9: "🕘", link: "🔗", pencil2: "✏️", memo: "📝",
  newspaper: "📰", book: "📖", books: "📚", bookmark: "🔖", pushpin: "📌", mag: "🔍", lock: "🔒", unlock: "🔓", key: "🔑", gear: "⚙️",
  wrench: "🔧", hammer: "🔨", recycle: "♻️", arrow_up: "⬆️", arrow_down: "⬇️", arrow_right: "➡️", arrow_left: "⬅️", small_red_triangle: "🔺",
  small_red_triangle_down: "🔻", arrows_counterclockwise: "🔄", repeat: "🔁", rewind: "⏪", double_vertical_bar: "⏸️", arrow_forward: "▶️",
  sunrise: "🌅", sun_with_face: "🌞", sunny: "☀️", crescent_moon: "🌙", seedling: "🌱", herb: "🌿", coffee: "☕", beers: "🍻", cake: "🍰",
  pizza: "🍕", cookie: "🍪", runner: "🏃", running: "🏃", mountain: "⛰️", snail: "🐌", tortoise: "🐢", eagle: "🦅", owl: "🦉", wolf: "🐺",
  lion_face: "🦁", bear: "🐻", balloon: "🎈", red_circle: "🔴", large_yellow_circle: "🟡", large_green_circle: "🟢", large_blue_circle: "🔵",
  white_circle: "⚪", snowflake: "❄️", ice_cube: "🧊", ghost: "👻", see_no_evil: "🙈", shrug: "🤷", busts_in_silhouette: "👥",
  one: "1️⃣", two: "2️⃣", three: "3️⃣", four: "4️⃣", five: "5️⃣", keycap_ten: "🔟",
};

/** The three at hand in a message's menu, and the rest of the picker. */
export const QUICK_REACTIONS = ["white_check_mark", "tada", "fire"];
export const PICKER = [
  "white_check_mark", "tada", "fire", "clap", "raised_hands", "muscle", "+1", "-1", "heart", "eyes", "100", "rocket",
  "trophy", "first_place_medal", "dart", "star", "sparkles", "bulb", "smile", "joy", "thinking_face", "sunglasses",
  "partying_face", "sob", "pray", "wave", "handshake", "brain", "coffee", "cake", "x", "question",
];

/** The character for a shortcode (a skin tone after it is dropped), or null. */
export function emoji(name) {
  return Object.hasOwn(EMOJI, name) ? EMOJI[name] : null;
}

/** Replaces the shortcodes in text that is otherwise plain. */
export function withEmoji(text) {
  return text.replace(/:([a-z0-9_+'-]+):(?::skin-tone-\d:)?/g, (whole, name) => emoji(name) ?? whole);
}
