"""A suggestion box on Slack's official Python SDK, over its built-in Socket Mode client.

`/suggest words` puts a suggestion into the channel, `/suggest` alone opens a form, a button seconds a
suggestion, and a message with the word "idea" in it gets a light bulb.
"""

import os
import signal
import threading

from slack_sdk import WebClient
from slack_sdk.http_retry.builtin_handlers import RateLimitErrorRetryHandler
from slack_sdk.socket_mode import SocketModeClient
from slack_sdk.socket_mode.request import SocketModeRequest
from slack_sdk.socket_mode.response import SocketModeResponse

SHORTEST = 10

web = WebClient(token=os.environ["SLACK_BOT_TOKEN"], base_url=os.environ["SLACK_API_URL"])
web.retry_handlers.append(RateLimitErrorRetryHandler(max_retry_count=2))


def post(channel: str, user: str, words: str) -> None:
    button = {
        "type": "button",
        "action_id": "second",
        "value": words,
        "text": {"type": "plain_text", "text": "Second it"},
    }
    web.chat_postMessage(
        channel=channel,
        text=f"<@{user}> suggests: {words}",
        blocks=[
            {"type": "section", "text": {"type": "mrkdwn", "text": f"<@{user}> suggests: {words}"}},
            {"type": "actions", "elements": [button]},
        ],
    )


def form(channel: str) -> dict:
    return {
        "type": "modal",
        "callback_id": "suggestion",
        "private_metadata": channel,
        "title": {"type": "plain_text", "text": "Suggestion box"},
        "submit": {"type": "plain_text", "text": "Put it in"},
        "blocks": [
            {
                "type": "input",
                "block_id": "words",
                "label": {"type": "plain_text", "text": "What do you suggest?"},
                "element": {"type": "plain_text_input", "action_id": "text", "multiline": True},
            }
        ],
    }


def command(payload: dict, ack) -> None:
    if payload["text"]:
        ack({"text": "Thank you! Your suggestion is in."})
        post(payload["channel_id"], payload["user_id"], payload["text"])
    else:
        ack()
        web.views_open(trigger_id=payload["trigger_id"], view=form(payload["channel_id"]))


def submission(payload: dict, ack) -> None:
    view = payload["view"]
    words = view["state"]["values"]["words"]["text"]["value"]
    if len(words) < SHORTEST:
        ack({"response_action": "errors", "errors": {"words": "Say a little more."}})
    else:
        ack()
        post(view["private_metadata"], payload["user"]["id"], words)


def click(payload: dict, ack) -> None:
    ack()
    action, user = payload["actions"][0], payload["user"]["id"]
    web.chat_update(
        channel=payload["channel"]["id"],
        ts=payload["message"]["ts"],
        text=f"{action['value']} (seconded by <@{user}>)",
        blocks=[],
    )


def message(event: dict) -> None:
    if event["type"] == "message" and "subtype" not in event and "bot_id" not in event and "idea" in event["text"]:
        web.reactions_add(channel=event["channel"], timestamp=event["ts"], name="bulb")


def listen(client: SocketModeClient, request: SocketModeRequest) -> None:
    def ack(payload=None):
        client.send_socket_mode_response(SocketModeResponse(request.envelope_id, payload))

    if request.type == "slash_commands":
        command(request.payload, ack)
    elif request.type == "interactive" and request.payload["type"] == "view_submission":
        submission(request.payload, ack)
    elif request.type == "interactive" and request.payload["type"] == "block_actions":
        click(request.payload, ack)
    else:
        ack()
        if request.type == "events_api":
            message(request.payload["event"])


socket = SocketModeClient(app_token=os.environ["SLACK_APP_TOKEN"], web_client=web)
socket.socket_mode_request_listeners.append(listen)
told_to_stop = threading.Event()
signal.signal(signal.SIGTERM, lambda *_: told_to_stop.set())
socket.connect()
told_to_stop.wait()
socket.close()
