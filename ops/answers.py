"""The container's health check: exit status 0 when the web server answers on /live."""

import http.client
import sys

try:
    door = http.client.HTTPConnection("127.0.0.1", 8000, timeout=4)
    door.request("GET", "/live", headers={"Host": "localhost"})
    sys.exit(door.getresponse().status != 200)
except OSError:
    sys.exit(1)
