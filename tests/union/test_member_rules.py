"""Names and phone numbers as members really type them."""

import pytest

from union.members.rules import masked_name, mobile_phone, person_name


@pytest.mark.parametrize(
    "text", ["13800138000", "138 0013 8000", "+86 138-0013-8000", "008613800138000", "１３８００１３８０００"]
)
def test_a_mobile_phone_is_eleven_digits_however_it_is_typed(text: str) -> None:
    assert mobile_phone(text) == "13800138000"


@pytest.mark.parametrize(
    "text", ["", "你好", "1380013800", "138001380000", "12345678901", "0571-87654321", "+1 202 555 0100", "110"]
)
def test_what_is_no_mobile_phone_of_china_is_refused(text: str) -> None:
    assert mobile_phone(text) is None


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("王芳", "王芳"),
        (" 欧阳娜娜 ", "欧阳娜娜"),
        ("阿依古丽•买买提", "阿依古丽·买买提"),
        ("阿依古丽・买买提", "阿依古丽·买买提"),
        ("Anna  Smith", "Anna Smith"),
        ("O'Neil", "O'Neil"),
        ("𠮷田", "𠮷田"),
        ("王" * 20, "王" * 20),
    ],
)
def test_a_name_is_taken_and_tidied(text: str, name: str) -> None:
    assert person_name(text) == name


@pytest.mark.parametrize(
    "text", ["", "王", "王" * 21, "王1", "王芳!", "<b>王芳</b>", "王\n芳\x00", "13800138000", "😀😀", "王 芳 a"]
)
def test_what_is_no_name_is_refused(text: str) -> None:
    assert person_name(text) is None


def test_staff_see_a_masked_name_first() -> None:
    assert masked_name("欧阳娜娜", "abcdef123") == "欧***"
    assert masked_name(None, "abcdef123") == "会员abcdef"
