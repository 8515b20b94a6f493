"""The same text in half-width, simplified characters, **with every character in its place**.

`knowledge.normalise` may shorten a text; entities need offsets into what the member wrote, so only
one-to-one replacements are made here.
"""

import unicodedata
from functools import cache
from pathlib import Path

import opencc


@cache
def _table() -> dict[int, str]:
    table = {code: chr(code - 0xFEE0) for code in range(0xFF01, 0xFF5F)}
    table[0x3000] = " "
    dictionary = Path(opencc.__file__).parent / "dictionary" / "TSCharacters.txt"
    for line in dictionary.read_text(encoding="utf-8").splitlines():
        traditional, _, simplified = line.partition("\t")
        if len(traditional) == 1 and simplified:
            table[ord(traditional)] = simplified.split(" ")[0]
    for code in range(0x2460, 0x2469):  # ① … ⑨
        table[code] = unicodedata.normalize("NFKC", chr(code))
    table.pop(ord("著"), None)
    return {code: replacement for code, replacement in table.items() if len(replacement) == 1}


def in_place(text: str) -> str:
    """`text` in simplified half-width characters and lower case; same length."""
    simple = text.translate(_table())
    lower = simple.lower()
    return lower if len(lower) == len(simple) else simple
