// What a team would write with Bolt for JavaScript in an afternoon: `/share <link>` or a message with a link in it
// is written down with ten points, and the answer to the command tells the sum. There are no rules, caps, likeness,
// streaks, places, milestones or posts, and a delivery is known again only by its link.
//
// PORT: where it listens. DB: its SQLite file. SLACK_SIGNING_SECRET: what requests are signed with.
import bolt from '@slack/bolt';
import Database from 'better-sqlite3';

const db = new Database(process.env.DB, { timeout: 5000 });
db.pragma('journal_mode = WAL');
db.pragma('synchronous = FULL');
db.exec(`
  CREATE TABLE IF NOT EXISTS submission (
    id INTEGER PRIMARY KEY, team_id TEXT NOT NULL, user_id TEXT NOT NULL, channel_id TEXT NOT NULL, url TEXT NOT NULL,
    topic TEXT, created_at INTEGER NOT NULL, UNIQUE (team_id, user_id, url)
  );
  CREATE TABLE IF NOT EXISTS ledger (
    id INTEGER PRIMARY KEY, team_id TEXT NOT NULL, user_id TEXT NOT NULL,
    submission_id INTEGER NOT NULL REFERENCES submission (id), points INTEGER NOT NULL, reason TEXT NOT NULL,
    created_at INTEGER NOT NULL
  );
  CREATE INDEX IF NOT EXISTS ledger_user ON ledger (team_id, user_id, points);
`);

const addSubmission = db.prepare(`
  INSERT INTO submission (team_id, user_id, channel_id, url, topic, created_at) VALUES (?, ?, ?, ?, ?, ?)
  ON CONFLICT DO NOTHING`);
const addPoints = db.prepare(`
  INSERT INTO ledger (team_id, user_id, submission_id, points, reason, created_at) VALUES (?, ?, ?, 10, 'share', ?)`);
const sumOfPoints = db
  .prepare('SELECT COALESCE(SUM(points), 0) FROM ledger WHERE team_id = ? AND user_id = ?')
  .pluck();

const writeDown = db.transaction((team, user, channel, url, topic) => {
  const now = Date.now();
  const added = addSubmission.run(team, user, channel, url, topic, now);
  if (added.changes > 0) addPoints.run(team, user, added.lastInsertRowid, now);
  return { isNew: added.changes > 0, total: sumOfPoints.get(team, user) };
}).immediate;

const LINK = /<?(https:\/\/[^\s>|]+)[^\s>]*>?(?:\s+#(\S+))?/;

const app = new bolt.App({
  // `processBeforeResponse` is left as it is by default: Bolt acknowledges an event before it handles it.
  receiver: new bolt.HTTPReceiver({
    signingSecret: process.env.SLACK_SIGNING_SECRET,
    logLevel: bolt.LogLevel.WARN,
  }),
  // No call to Slack is needed to know who we are.
  authorize: async ({ teamId }) => ({ botToken: 'xoxb-peer', botId: 'B0PEER', botUserId: 'U0BOT', teamId }),
  tokenVerificationEnabled: false,
  logLevel: bolt.LogLevel.WARN,
});

app.command('/share', async ({ command, ack }) => {
  const link = LINK.exec(command.text ?? '');
  if (!link) return ack({ response_type: 'ephemeral', text: 'Usage: /share <link> #topic' });
  const { isNew, total } = writeDown(command.team_id, command.user_id, command.channel_id, link[1], link[2] ?? null);
  const text = isNew ? `Recorded: 10 points, ${total} in all.` : `That link is known. You have ${total}.`;
  return ack({ response_type: 'ephemeral', text });
});

app.message(/https:\/\//, async ({ message, body }) => {
  const link = LINK.exec(message.text ?? '');
  if (link) writeDown(body.team_id, message.user, message.channel, link[1], link[2] ?? null);
});

await app.start({ port: Number(process.env.PORT), host: '127.0.0.1' });
