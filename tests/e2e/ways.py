"""How a journey is walked: in Vietnamese on a phone or in English on a wide screen."""

import pytest

from tests.thorough import THOROUGH

from .conftest import PHONE, WIDE

WAYS = {"vi phone": ("vi", PHONE), "en wide": ("en", WIDE)}


def walked(usual: str):
    """A journey asks for ``language`` and ``viewport``; both ways only when thorough."""
    ways = WAYS if THOROUGH else {usual: WAYS[usual]}
    return pytest.mark.parametrize(("language", "viewport"), [*ways.values()], ids=[*ways])


ON_A_PHONE, ON_A_WIDE_SCREEN = map(walked, WAYS)
