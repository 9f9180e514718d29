"""Pictures are made anew: what was hidden in the file stays behind, the place it was taken too."""

import io
import struct
import warnings
from typing import BinaryIO

from PIL import Image, ImageOps, UnidentifiedImageError

from .unfit import Unfit

MOST_PIXELS = 40_000_000
LONGEST_SIDE = 2400  # points: a page of A4 at 200 dots an inch
MODES = {"PNG": ("L", "LA", "P", "RGB", "RGBA"), "JPEG": ("L", "RGB")}
QUALITY = 88


def png(file: BinaryIO) -> tuple[str, bytes]:
    return "png", picture(file, "PNG")


def jpg(file: BinaryIO) -> tuple[str, bytes]:
    return "jpg", picture(file, "JPEG")


def picture(file: BinaryIO, form: str) -> bytes:
    """The picture of ``form`` ("PNG" or "JPEG") encoded anew, upright, without any metadata.

    One with a side above :data:`LONGEST_SIDE` is made smaller.

    Unfit: ``pixels`` above 40 million points (told by the header, nothing is unpacked), else
    ``broken``.
    """
    Image.MAX_IMAGE_PIXELS = MOST_PIXELS
    file.seek(0)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error", Image.DecompressionBombWarning)
            with Image.open(file, formats=[form]) as opened:
                return made_anew(opened, form)
    except (Image.DecompressionBombWarning, Image.DecompressionBombError) as error:
        raise Unfit("pixels") from error
    except (
        UnidentifiedImageError, OSError, SyntaxError, ValueError, EOFError, struct.error,
    ) as error:  # fmt: skip
        raise Unfit("broken") from error


def made_anew(opened: Image.Image, form: str) -> bytes:
    if opened.width * opened.height > MOST_PIXELS:
        raise Unfit("pixels")
    opened.load()
    upright = ImageOps.exif_transpose(opened)
    if upright.mode not in MODES[form]:
        upright = upright.convert("RGBA" if form == "PNG" and "A" in upright.mode else "RGB")
    upright = made_fit(upright)
    seen = upright.info.get("transparency") if upright.mode == "P" else None
    upright.info = {} if seen is None else {"transparency": seen}
    out = io.BytesIO()
    upright.save(out, form, **({"quality": QUALITY} if form == "JPEG" else {}))
    return out.getvalue()


def made_fit(image: Image.Image) -> Image.Image:
    """The picture with no side above the longest; a palette gives way to full colours first."""
    if max(image.size) > LONGEST_SIDE:
        if image.mode == "P":
            image = image.convert("RGBA" if "transparency" in image.info else "RGB")
        image.thumbnail((LONGEST_SIDE, LONGEST_SIDE))
    return image
