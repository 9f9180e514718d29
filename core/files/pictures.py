"""Pictures: recognised by being decoded, and made anew without what a camera wrote into them."""

import struct
import warnings
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from io import BytesIO
from typing import BinaryIO

from django.utils.translation import gettext as _
from PIL import Image, ImageOps

from .refusal import Refused

MOST_PIXELS = 40_000_000
LONGEST_SIDE = 2_400  # pixels kept; enough for a page and a printed report
FORMATS = {"JPEG": "jpg", "PNG": "png"}
# What Pillow raises for a file that is no whole picture; no program's mistake of ours.
BROKEN = (
    OSError, ValueError, SyntaxError, EOFError, IndexError, KeyError, TypeError, OverflowError,
    struct.error, zlib.error,
)  # fmt: skip


def picture_kind(file: BinaryIO) -> str:
    """Return ``jpg`` or ``png`` after decoding the whole picture; Refused otherwise."""
    with opened(file) as picture:
        picture.load()
        return FORMATS[picture.format or ""]


def cleaned(file: BinaryIO) -> bytes:
    """The picture made anew: upright, at most 2400 pixels a side, nothing but its pixels.

    Place, camera, comments, colour profiles, further frames and whatever stood behind the
    picture are gone (G13).
    """
    with opened(file) as picture:
        kind = picture.format
        upright = ImageOps.exif_transpose(picture)
        upright.thumbnail((LONGEST_SIDE, LONGEST_SIDE))
        see_through = kind == "PNG" and upright.has_transparency_data
        pixels = upright.convert("RGBA" if see_through else "RGB")
        bare = Image.new(pixels.mode, pixels.size)
        bare.paste(pixels)
        out = BytesIO()
        bare.save(out, format=kind, **({"quality": 85} if kind == "JPEG" else {}))
        return out.getvalue()


@contextmanager
def opened(file: BinaryIO) -> Iterator[Image.Image]:
    """The picture, its size looked at before a pixel is decoded; Pillow's warnings are errors."""
    file.seek(0)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error")
            with Image.open(file, formats=tuple(FORMATS)) as picture:
                if picture.width * picture.height > MOST_PIXELS:
                    raise too_many_pixels()
                yield picture
    except (Image.DecompressionBombError, Image.DecompressionBombWarning) as error:
        raise too_many_pixels() from error
    except Refused:
        raise
    except (*BROKEN, Warning) as error:
        raise Refused(
            _("The picture is damaged or not whole. Take or save it again as .jpg or .png."),
            code="broken",
        ) from error


def too_many_pixels() -> Refused:
    return Refused(
        _("The picture has more than 40 million pixels. Make it smaller and hand that in."),
        code="pixels",
    )
