"""Read before Django's settings (`-p tests.ground`): tests are a trial, as the tables' owner."""

import os

os.environ.setdefault("PORTAL_TRIAL", "1")
os.environ["DATABASE_ROLE"] = "owner"
os.environ["SECOND_FACTOR_REQUIRED"] = "1"
