"""An outside check on public data: LeCoQA, laymen's questions of law with experts' answers.

The question is the query, a document is the keywords and the answer of one question; right is its own document.
Ours is the search's term extraction and BM25 alone: its features and calibration are made for our entries.
"""

import json
import re
from collections import Counter
from pathlib import Path
from typing import Any

import numpy as np

from bot.evaluate.figures import Section
from bot.evaluate.searching import DEPTH, Find, Found, PlainBm25, ranks
from bot.evaluate.sets import Question
from knowledge.documents import Document
from knowledge.postings import Postings, Vocabulary
from knowledge.ragged import Numbers
from knowledge.terms import terms

BASELINE = "bm25s, characters 1-2"
_ENDS = re.compile(r"[。；;!！?？\n]+")


def measure(file: Path) -> Section:
    """Both searches on all questions that have an answer."""
    every = json.loads(file.read_text(encoding="utf-8"))
    cases = [case for case in every if isinstance(case["答案文本"], str) and case["答案文本"]]  # one answer is NaN
    documents = {str(number): _text(case) for number, case in enumerate(cases)}
    questions = [Question(case["问题"], frozenset([str(n)]), "answered") for n, case in enumerate(cases)]
    return Section("Outside check: LeCoQA", ranks([_ours(documents), PlainBm25(documents).find], questions), BASELINE)


def _text(case: dict[str, Any]) -> str:
    return "\n".join(part for part in (case["关键词"], case["答案文本"]) if isinstance(part, str))  # some are NaN


def _ours(documents: dict[str, str]) -> Find:
    numbering: dict[str, int] = {}
    built = [_document(text, numbering) for text in documents.values()]
    vocabulary = Vocabulary(numbering, built)
    postings = Postings(built, vocabulary)

    def find(text: str) -> Found:
        scores = postings.scores(vocabulary.numbers(terms(text)))
        return [(str(i), float(scores[i])) for i in np.argsort(-scores, kind="stable")[:DEPTH] if scores[i] > 0]

    return find


def _document(text: str, numbering: dict[str, int]) -> Document:
    """A term counts once a sentence, as in entries."""
    words = Counter(term for part in _ENDS.split(text) for term in terms(part))
    numbers = [numbering.setdefault(term, len(numbering)) for term in sorted(words)]
    held, counts, nothing = (_as_numbers(part) for part in (numbers, [words[term] for term in sorted(words)], []))
    return Document([held], held, counts, nothing)


def _as_numbers(found: list[int]) -> Numbers:
    return np.array(found, np.int32)
