#!/usr/bin/env python3
"""An app's question in Python, with the standard library alone: a token for the app's key, an answer.

Ed25519, with which `npm run keys -- app` makes keys, is not in the standard library: openssl signs.
"""

import base64
import json
import os
import secrets
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.parse
import urllib.request
from pathlib import Path

HUB = os.environ.get("HUB", "http://127.0.0.1:4000")
APP = "site-overview"
KEY = Path(os.environ.get("KEY", ".hub/site-overview"))
OPERATION = Path(__file__).parent.parent / "sites.graphql"


def base64url(content: bytes) -> str:
    return base64.urlsafe_b64encode(content).rstrip(b"=").decode()


def received(request: urllib.request.Request) -> dict:
    """The JSON of an answer. The hub's own words when it refuses."""
    try:
        with urllib.request.urlopen(request, timeout=30) as response:
            return json.load(response)
    except urllib.error.HTTPError as refusal:
        sys.exit(f"{refusal.code}: {refusal.read().decode()}")


def signed(claims: dict) -> str:
    """A JWT (RFC 7519) by the app's key, which is a JWK of Ed25519 (RFC 8037)."""
    jwk = json.loads((KEY / "private-key.json").read_text())
    # The head of such a key in PKCS #8, and its 32 bytes.
    der = bytes.fromhex("302e020100300506032b657004220420") + base64.urlsafe_b64decode(jwk["d"] + "=")
    head = {"alg": "EdDSA", "typ": "JWT", "kid": jwk["kid"]}
    text = ".".join(base64url(json.dumps(part).encode()) for part in (head, claims))
    with tempfile.TemporaryDirectory() as folder:
        key, message = Path(folder, "key.der"), Path(folder, "message")
        key.touch(mode=0o600)
        key.write_bytes(der)
        message.write_text(text)
        command = ["openssl", "pkeyutl", "-sign", "-rawin", "-keyform", "DER", "-inkey", key, "-in", message]
        signature = subprocess.run(command, check=True, capture_output=True).stdout
    return f"{text}.{base64url(signature)}"


def token() -> str:
    """A token of the hub for the app, good for ten minutes."""
    metadata = received(urllib.request.Request(f"{HUB}/.well-known/oauth-authorization-server"))
    now = int(time.time())
    assertion = signed(
        {"iss": APP, "sub": APP, "aud": metadata["issuer"], "jti": secrets.token_hex(16), "iat": now, "exp": now + 60}
    )
    form = {
        "grant_type": "client_credentials",
        "client_assertion_type": "urn:ietf:params:oauth:client-assertion-type:jwt-bearer",
        "client_assertion": assertion,
    }
    body = urllib.parse.urlencode(form).encode()
    return received(urllib.request.Request(metadata["token_endpoint"], body))["access_token"]


def main() -> None:
    division = sys.argv[1] if len(sys.argv) > 1 else "411102"
    headers = {
        "authorization": f"Bearer {token()}",
        "content-type": "application/json",
        "x-purpose": "SITE_OVERVIEW",
        # What the app may not have is null, and extensions.sharing says why.
        "x-on-denied": "quiet",
    }
    body = json.dumps({"query": OPERATION.read_text(), "variables": {"division": division}}).encode()
    answer = received(urllib.request.Request(f"{HUB}/graphql", body, headers))
    if "errors" in answer:
        sys.exit("\n".join(error["message"] for error in answer["errors"]))
    for edge in answer["data"]["constructionProjects"]["edges"]:
        site = edge["node"]
        for permit in site["constructionPermits"]:
            print(site["code"], site["name"], permit["number"], permit["issuedOn"], permit["projectManager"], sep="\t")
    for denial in answer["extensions"]["sharing"].get("denials", []):
        print(denial["message"], denial.get("apply"), file=sys.stderr)


if __name__ == "__main__":
    main()
