"""What comes in from outside, as the environment says: mailbox, channels, virus scanner."""

import environ

env = environ.Env()

# The virus scanner: "host:3310" or "unix:/run/clamav/clamd.ctl"; without one nothing is scanned.
CLAMD_ADDRESS = env("CLAMD_ADDRESS", default="")
# The mailbox whose mail becomes cases, imaps://user:password@host:993/INBOX, and its address.
MAIL_IN_URL = env("MAIL_IN_URL", default="")
MAIL_IN_ADDRESS = env("MAIL_IN_ADDRESS", default="")
# Secrets of the doors for Zalo and Viber; a door without its secret is closed.
ZALO_APP_ID = env("ZALO_APP_ID", default="")
ZALO_OA_SECRET = env("ZALO_OA_SECRET", default="")
VIBER_TOKEN = env("VIBER_TOKEN", default="")
