"""What members send becomes a plain JPEG, or is not taken."""

from io import BytesIO

import pytest
from PIL import Image

from tests.pictures import MAKER, bomb, picture, telling_picture
from union.attachments.picture import LONGEST_SIDE, Picture, clean_picture


def opened(data: bytes) -> Image.Image:
    cleaned = clean_picture(data)
    assert isinstance(cleaned, Picture), cleaned
    image = Image.open(BytesIO(cleaned.jpeg))
    image.load()
    assert (image.format, image.mode, image.size) == ("JPEG", "RGB", (cleaned.width, cleaned.height))
    return image


@pytest.mark.parametrize(
    ("kind", "mode"),
    [
        ("JPEG", "RGB"),
        ("JPEG", "L"),
        ("JPEG", "CMYK"),
        ("PNG", "RGB"),
        ("PNG", "RGBA"),
        ("PNG", "LA"),
        ("PNG", "P"),
        ("PNG", "1"),
        ("PNG", "I;16"),
        ("GIF", "P"),
        ("WEBP", "RGB"),
        ("WEBP", "RGBA"),
    ],
)
def test_the_platforms_kinds_of_pictures_become_a_jpeg(kind: str, mode: str) -> None:
    assert opened(picture(kind=kind, mode=mode)).size == (40, 30)


def test_nothing_of_the_metadata_is_left() -> None:
    data = telling_picture()
    assert MAKER.encode() in data
    image = opened(data)
    assert dict(image.getexif()) == {} and not {"exif", "comment", "xmp", "icc_profile"} & image.info.keys()
    cleaned = clean_picture(data)
    assert isinstance(cleaned, Picture) and MAKER.encode() not in cleaned.jpeg


@pytest.mark.parametrize(("orientation", "size"), [(1, (40, 30)), (3, (40, 30)), (6, (30, 40)), (8, (30, 40))])
def test_a_photo_stands_upright(orientation: int, size: tuple[int, int]) -> None:
    assert opened(telling_picture(orientation)).size == size


def test_the_side_that_was_up_stays_up() -> None:
    sky = Image.new("RGB", (64, 48), "white")
    sky.paste("black", (0, 0, 32, 48))  # the left half; turned by 6 it is above
    exif = Image.Exif()
    exif[0x0112] = 6
    file = BytesIO()
    sky.save(file, "JPEG", exif=exif)
    upright = opened(file.getvalue()).convert("L")
    assert upright.getpixel((24, 5)) < 60 < 200 < upright.getpixel((24, 60))  # type: ignore[operator]


def test_a_big_photo_is_made_smaller_and_a_small_one_is_not() -> None:
    assert opened(picture(6_000, 3_000)).size == (LONGEST_SIDE, LONGEST_SIDE // 2)
    assert opened(picture(1_000, 3_000, kind="PNG")).size == (667, LONGEST_SIDE)
    assert opened(picture(1, 1)).size == (1, 1)


def test_what_is_transparent_is_white_as_paper() -> None:
    assert opened(picture(kind="PNG", mode="RGBA")).getpixel((5, 5)) == (255, 255, 255)


def test_of_an_animation_the_first_frame_is_kept() -> None:
    frames = [Image.new("P", (20, 20), color) for color in (1, 2, 3)]
    file = BytesIO()
    frames[0].save(file, "GIF", save_all=True, append_images=frames[1:])
    assert opened(file.getvalue()).size == (20, 20)


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"%PDF-1.7 no picture",
        b"<svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'/>",
        b"\xff\xd8\xff" + b"\x00" * 100,
        picture()[:200],
        picture(kind="PNG")[:40],
        picture(kind="BMP"),
        picture(kind="TIFF"),
        b"GIF89a" + b"\xff" * 20,
    ],
)
def test_what_is_no_picture_is_not_taken(data: bytes) -> None:
    assert clean_picture(data) == "no_picture"


def test_what_would_unfold_to_gigabytes_is_not_decoded() -> None:
    assert clean_picture(bomb()) == "too_big"
    assert clean_picture(bomb(8_000, 8_000)) == "too_big"
    assert clean_picture(bomb(100, 100)) == "no_picture"  # a control: the same file, of a size that is opened


def test_what_hangs_behind_the_picture_is_left_out() -> None:
    cleaned = clean_picture(picture() + b"PK\x03\x04 and a program")
    assert isinstance(cleaned, Picture) and b"program" not in cleaned.jpeg


def test_broken_metadata_do_not_cost_the_picture() -> None:
    data = telling_picture()
    at = data.index(b"Exif\0\0") + 6
    assert opened(data[:at] + b"\xff" * 12 + data[at + 12 :]).size in {(40, 30), (30, 40)}
