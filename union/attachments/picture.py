"""A file somebody sent, made into a picture that is safe to keep and to show: decoded and drawn anew.

Whatever else a file may carry (EXIF with the place it was taken, comments, a program behind the picture) is left out,
because only pixels are taken over. Decoding takes tenths of a second and much memory: call it in a thread, one or two
at a time.
"""

from dataclasses import dataclass
from io import BytesIO
from typing import Literal

from PIL import Image, ImageOps

LONGEST_SIDE = 2_000  # pixels: a page of A4 is still read well
QUALITY = 85
FORMATS = ("JPEG", "PNG", "GIF", "WEBP")
# A file of some kilobytes may unfold to gigabytes. Only JPEG can be decoded at a fraction of its size.
MOST_PIXELS = {"JPEG": 120_000_000, "MPO": 120_000_000}
MOST_PIXELS_OF_OTHERS = 30_000_000

Trouble = Literal["too_big", "no_picture", "unreachable", "expired"]


@dataclass(frozen=True)
class Picture:
    """A JPEG without metadata, upright; sides in pixels."""

    jpeg: bytes
    width: int
    height: int


def clean_picture(data: bytes) -> Picture | Trouble:
    """The picture in a file, or why it is not taken (too_big, no_picture). Of an animation: its first frame."""
    try:
        with Image.open(BytesIO(data), formats=FORMATS) as image:
            if image.width * image.height > MOST_PIXELS.get(image.format or "", MOST_PIXELS_OF_OTHERS):
                return "too_big"
            return _saved(_drawn_anew(image))
    except (Image.DecompressionBombError, Image.DecompressionBombWarning, MemoryError):
        return "too_big"
    except Exception:  # a broken file ends in whatever its decoder came upon
        return "no_picture"


def _drawn_anew(image: Image.Image) -> Image.Image:
    image.draft("RGB", (LONGEST_SIDE, LONGEST_SIDE))
    mode = "RGBA" if image.has_transparency_data else "RGB"
    small = image if image.mode == mode else image.convert(mode)
    small.thumbnail((LONGEST_SIDE, LONGEST_SIDE), Image.Resampling.LANCZOS, reducing_gap=2.0)
    upright = _upright(small)
    canvas = Image.new("RGB", upright.size, "white")
    canvas.paste(upright, mask=upright.getchannel("A") if mode == "RGBA" else None)
    return canvas


def _upright(image: Image.Image) -> Image.Image:
    try:
        return ImageOps.exif_transpose(image)
    except Exception:  # broken metadata is no reason to lose the picture
        return image


def _saved(image: Image.Image) -> Picture:
    file = BytesIO()
    image.save(file, "JPEG", quality=QUALITY, optimize=True)
    return Picture(file.getvalue(), image.width, image.height)
