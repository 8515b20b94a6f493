"""Reading a coded reply: "愿意 A7BC", "a7bc 愿意", "申诉 A7BC 那天我在医院". Pure; exact words only, no guessing."""

import re
import unicodedata
from collections.abc import Collection
from dataclasses import dataclass

from union.ids import ALPHABET

CODE_LENGTH = 4
LONGEST = 500  # characters; a longer text is a story, not a reply

_TOKEN = re.compile(rf"(?<![0-9A-Z])[{ALPHABET}]{{{CODE_LENGTH}}}(?![0-9A-Z])")
_EDGE = " \t\r\n,，.。;；:：!！、~～\"'“”‘’()（）【】《》[]-—"
_BEFORE = re.compile(r"^(?:我选择?|我们|我|回复|选择?)")
_AFTER = re.compile(r"(?:谢谢|吧|呀|啊|哦|的)$")


@dataclass(frozen=True)
class Spoken:
    """A text with something in it that has the shape of a code; `rest` is all the rest of it."""

    code: str
    rest: str

    def word_of(self, words: Collection[str], *, takes_text: bool) -> tuple[str, str] | None:
        """The word among `words` (plain) that the text says, and what follows; None where it says none of them."""
        for rest in (self.rest, _BEFORE.sub("", self.rest).lstrip(_EDGE)):
            for word in sorted(words, key=len, reverse=True):
                if not rest.startswith(word):
                    continue
                said = rest[len(word) :].strip(_EDGE)
                if not _AFTER.sub("", said) or takes_text:
                    return word, said if takes_text else ""
        return None


def plain(text: str) -> str:
    """One spelling of what can be typed in several: full-width, lower case, blanks at the ends."""
    return unicodedata.normalize("NFKC", text).upper().strip()


def spoken(text: str) -> Spoken | None:
    """The text, if it could be a coded reply. Every code has a letter and a digit: 2026 and HTTP are none."""
    if len(text) > LONGEST:
        return None
    text = plain(text)
    for token in _TOKEN.finditer(text):
        if has_shape(token.group()):
            before, after = text[: token.start()].strip(_EDGE), text[token.end() :].strip(_EDGE)
            return Spoken(token.group(), f"{before} {after}".strip())
    return None


def has_shape(code: str) -> bool:
    """Whether the letters are mixed as in every code we make."""
    return any(sign.isdigit() for sign in code) and any(sign.isalpha() for sign in code)
