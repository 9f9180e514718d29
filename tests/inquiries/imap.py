"""A mail server of our own on a free port: as much of IMAP as fetching needs."""

import re
import socketserver
import threading
from contextlib import contextmanager


class Talk(socketserver.StreamRequestHandler):
    """One client; the mails are those of the server, numbered from 1."""

    def handle(self):
        self.say("* OK ready")
        while line := self.rfile.readline().decode("latin-1").strip():
            tag, _, rest = line.partition(" ")
            verb = rest.split(" ")[0].upper()
            getattr(self, f"do_{verb.lower()}", lambda rest: None)(rest)
            self.say(f"{tag} OK {verb} done")
            if verb == "LOGOUT":
                return

    def say(self, text):
        self.wfile.write(text.encode() + b"\r\n")

    def do_capability(self, rest):
        self.say("* CAPABILITY IMAP4rev1")

    def do_logout(self, rest):
        self.say("* BYE")

    def do_select(self, rest):
        self.say(f"* {len(self.server.mails)} EXISTS")

    def do_uid(self, rest):
        verb = rest.split(" ")[1].upper()
        numbers = range(1, len(self.server.mails) + 1)
        if verb == "SEARCH":
            unseen = [str(n) for n in numbers if n not in self.server.seen]
            self.say(f"* SEARCH {' '.join(unseen)}")
        elif verb == "FETCH":
            number = int(rest.split(" ")[2])
            raw = self.server.mails[number - 1]
            if raw is None:  # an empty answer, as of a server that has lost the body
                return
            self.wfile.write(f"* {number} FETCH (UID {number} BODY[] {{{len(raw)}}}\r\n".encode())
            self.wfile.write(raw + b")\r\n")
        elif verb == "STORE":
            self.server.seen.add(int(re.findall(r"\d+", rest)[0]))


@contextmanager
def imap_server(mails):
    """Serve these mails; ``seen`` holds the numbers that were marked, ``port`` where it listens."""
    socketserver.ThreadingTCPServer.allow_reuse_address = True
    with socketserver.ThreadingTCPServer(("127.0.0.1", 0), Talk) as server:
        server.mails, server.seen, server.port = mails, set(), server.server_address[1]
        server.daemon_threads = True
        thread = threading.Thread(target=server.serve_forever, daemon=True)
        thread.start()
        yield server
        server.shutdown()
    thread.join(5)
