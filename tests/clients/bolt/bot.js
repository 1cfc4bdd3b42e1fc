// The same suggestion box as python/bot.py, on Bolt for JavaScript: over Socket Mode where SLACK_APP_TOKEN is
// set, else as an HTTP server on PORT.

const { App } = require('@slack/bolt');

const SHORTEST = 10;

const socketMode = Boolean(process.env.SLACK_APP_TOKEN);
const app = new App({
  token: process.env.SLACK_BOT_TOKEN,
  clientOptions: { slackApiUrl: process.env.SLACK_API_URL },
  ...(socketMode
    ? { socketMode, appToken: process.env.SLACK_APP_TOKEN }
    : { signingSecret: process.env.SLACK_SIGNING_SECRET }),
});

function post(client, channel, user, words) {
  const text = `<@${user}> suggests: ${words}`;
  const button = {
    type: 'button',
    action_id: 'second',
    value: words,
    text: { type: 'plain_text', text: 'Second it' },
  };
  return client.chat.postMessage({
    channel,
    text,
    blocks: [
      { type: 'section', text: { type: 'mrkdwn', text } },
      { type: 'actions', elements: [button] },
    ],
  });
}

const form = (channel) => ({
  type: 'modal',
  callback_id: 'suggestion',
  private_metadata: channel,
  title: { type: 'plain_text', text: 'Suggestion box' },
  submit: { type: 'plain_text', text: 'Put it in' },
  blocks: [
    {
      type: 'input',
      block_id: 'words',
      label: { type: 'plain_text', text: 'What do you suggest?' },
      element: { type: 'plain_text_input', action_id: 'text', multiline: true },
    },
  ],
});

app.command('/suggest', async ({ command, ack, client }) => {
  if (command.text) {
    await ack('Thank you! Your suggestion is in.');
    await post(client, command.channel_id, command.user_id, command.text);
  } else {
    await ack();
    await client.views.open({ trigger_id: command.trigger_id, view: form(command.channel_id) });
  }
});

app.view('suggestion', async ({ ack, view, body, client }) => {
  const words = view.state.values.words.text.value;
  if (words.length < SHORTEST) {
    await ack({ response_action: 'errors', errors: { words: 'Say a little more.' } });
  } else {
    await ack();
    await post(client, view.private_metadata, body.user.id, words);
  }
});

app.action('second', async ({ ack, action, body, client }) => {
  await ack();
  await client.chat.update({
    channel: body.channel.id,
    ts: body.message.ts,
    text: `${action.value} (seconded by <@${body.user.id}>)`,
    blocks: [],
  });
});

app.message('idea', async ({ message, client }) => {
  if (message.subtype || message.bot_id) return;
  await client.reactions.add({ channel: message.channel, timestamp: message.ts, name: 'bulb' });
});

process.on('SIGTERM', async () => {
  // Over HTTP it waits for connections that are kept alive, which may be longer than anybody wants to.
  setTimeout(() => process.exit(0), 2000).unref();
  await app.stop();
  process.exit(0);
});

app.start(socketMode ? undefined : { port: Number(process.env.PORT), host: '127.0.0.1' });
