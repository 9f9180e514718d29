"""A small OpenID Connect issuer on the loopback: what a national identity provider answers."""

import hashlib
import json
import time
from base64 import urlsafe_b64encode
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from urllib.parse import parse_qs, urlsplit

import jwt
from cryptography.hazmat.primitives.asymmetric import rsa

CLIENT = "partnership"


def new_key():
    return rsa.generate_private_key(public_exponent=65537, key_size=2048)


class Issuer:
    """Answers discovery, keys and tokens; a test says what the next ID token holds."""

    def __init__(self):
        self.key, self.asked = new_key(), []
        self.claims, self.forge, self.challenges = {}, None, {}
        self.server = ThreadingHTTPServer(("127.0.0.1", 0), self.handler())
        self.url = f"http://127.0.0.1:{self.server.server_port}"
        self.named = self.url
        Thread(target=self.server.serve_forever, daemon=True).start()

    def close(self):
        self.server.shutdown()
        self.server.server_close()

    def authorize(self, address: str, **claims) -> dict:
        """What the browser brings back from the sign-in page: a code and the state."""
        asked = {name: values[0] for name, values in parse_qs(urlsplit(address).query).items()}
        self.asked.append(asked)
        self.challenges["the-code"] = asked["code_challenge"]
        moment = int(time.time())
        self.claims = {
            "iss": self.url, "aud": CLIENT, "sub": "person-1", "nonce": asked["nonce"],
            "iat": moment, "exp": moment + 300, "email_verified": True, **claims,
        }  # fmt: skip
        return {"code": "the-code", "state": asked["state"]}

    def id_token(self) -> str:
        if self.forge:
            return self.forge(self)
        claims = {name: value for name, value in self.claims.items() if value is not None}
        return jwt.encode(claims, self.key, "RS256", headers={"kid": "one"})

    def answer(self, path: str, form: dict):
        if path.endswith("openid-configuration"):
            return 200, {
                "issuer": self.named, "authorization_endpoint": f"{self.url}/authorize",
                "token_endpoint": f"{self.url}/token", "jwks_uri": f"{self.url}/keys",
            }  # fmt: skip
        if path == "/keys":
            public = jwt.algorithms.RSAAlgorithm.to_jwk(self.key.public_key(), as_dict=True)
            return 200, {"keys": [{**public, "kid": "one", "use": "sig", "alg": "RS256"}]}
        verifier = form.get("code_verifier", [""])[0].encode()
        shown = urlsafe_b64encode(hashlib.sha256(verifier).digest()).rstrip(b"=").decode()
        if self.challenges.pop(form.get("code", [""])[0], None) != shown:
            return 400, {"error": "invalid_grant"}
        return 200, {"access_token": "x", "token_type": "Bearer", "id_token": self.id_token()}

    def handler(issuer):  # noqa: N805
        class Handler(BaseHTTPRequestHandler):
            def reply(self):
                length = int(self.headers.get("Content-Length") or 0)
                form = parse_qs(self.rfile.read(length).decode())
                status, body = issuer.answer(urlsplit(self.path).path, form)
                words = json.dumps(body).encode()
                self.send_response(status)
                self.send_header("Content-Type", "application/json")
                self.send_header("Content-Length", str(len(words)))
                self.end_headers()
                self.wfile.write(words)

            do_GET = do_POST = reply  # noqa: N815

            def log_message(self, *args):
                """Nothing."""

        return Handler
