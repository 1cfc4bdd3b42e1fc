"""Signs with Slack's official Python SDK: reads {"secret", "timestamp", "body"}, a line of JSON each, and writes
the signature of each.
"""

import json
import sys

from slack_sdk.signature import SignatureVerifier

for line in sys.stdin:
    asked = json.loads(line)
    verifier = SignatureVerifier(asked["secret"])
    print(verifier.generate_signature(timestamp=asked["timestamp"], body=asked["body"]), flush=True)
