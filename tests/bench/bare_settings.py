"""The portal's settings with nothing but the bare view."""

from partnership.settings import *  # noqa: F403

MIDDLEWARE: list[str] = []
ROOT_URLCONF = "tests.bench.bare"
