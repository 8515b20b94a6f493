"""Search among many entries, against bm25s alone on the same terms of the same entries."""

import random
import statistics
import time
from collections.abc import Callable, Iterator, Sequence
from itertools import islice
from unittest import mock

import bm25s
import numpy as np

from app.knowledge import PROGRAMS
from bench.latency import latency
from bench.results import Result
from knowledge import search
from knowledge.documents import Document, document_of
from knowledge.entries import Area, Program
from knowledge.loader import load_folder
from knowledge.places import gazetteer
from knowledge.terms import terms

QUESTIONS = 300
MOST = 5
_SIGNS = "东南西北新安和平春夏秋冬明远长青山河海星光华瑞祥宁康乐"


def run(names: Sequence[str]) -> list[Result]:
    """search-ms-N with N entries: the median over questions about some of them."""
    return [_measure(name, int(name.rsplit("-", 1)[1])) for name in names]


def _measure(name: str, size: int) -> Result:
    programs = list(islice(synthetic(load_folder(PROGRAMS)), size))
    chance = random.Random(2)
    questions = [chance.choice(program.questions) for program in chance.choices(programs, k=QUESTIONS)]
    began = time.perf_counter()
    index, documents, numbering = _index(programs)
    seconds = time.perf_counter() - began
    ours = latency(_times(index.search, questions))
    bare = _bm25(documents, numbering)
    reference = statistics.median(_times(bare, questions))
    note = f"median; p99 {ours.p99:.1f} ms; index built in {seconds:.1f} s; reference: bm25s alone, same terms"
    return Result(name, ours.p50, reference, "ms", "lower", note, {"p99_ms": ours.p99, "build_seconds": seconds})


def synthetic(programs: Sequence[Program]) -> Iterator[Program]:
    """Entries without end, made of the real ones: other places, other names, so that no two are alike."""
    chance = random.Random(1)
    districts = sorted(gazetteer().city_of.items())
    number = 0
    while True:
        for program in programs:
            district, city = chance.choice(districts)
            yield _moved(program, number, "".join(chance.choices(_SIGNS, k=2)), Area(city=city, district=district))
            number += 1


def _moved(program: Program, number: int, brand: str, area: Area) -> Program:
    def move(text: str) -> str:
        for old, new in ((program.area.district, area.district), (program.area.city, area.city)):
            text = text.replace(old, new or "").replace(old[:-1], (new or "")[:-1]) if old else text
        return text

    def renamed(text: str) -> str:
        return f"{brand}{move(text)}"

    facts = {name: move(value) for name, value in program.facts if isinstance(value, str)}
    return program.model_copy(
        update={
            "id": f"{program.id}-{number}",
            "name": renamed(program.name),
            "aliases": [renamed(alias) for alias in program.aliases],
            "area": area,
            "facts": program.facts.model_copy(update=facts),
            "questions": [renamed(question) for question in program.questions],
        }
    )


def _index(programs: Sequence[Program]) -> tuple[search.Index, list[Document], dict[str, int]]:
    """Our index, and the documents it was made of: making those twice would take as long again."""
    documents: list[Document] = []
    numberings: list[dict[str, int]] = []

    def keep(program: Program, numbering: dict[str, int]) -> Document:
        documents.append(document_of(program, numbering))
        numberings[:] = [numbering]
        return documents[-1]

    with mock.patch.object(search, "document_of", keep):
        return search.Index(programs), documents, numberings[0]


def _bm25(documents: Sequence[Document], numbering: dict[str, int]) -> Callable[[str], object]:
    bare = bm25s.BM25()
    ids = [np.repeat(document.words, document.counts).tolist() for document in documents]
    bare.index((ids, numbering), show_progress=False)

    def find(question: str) -> object:
        asked = [[numbering[term] for term in terms(question) if term in numbering]]
        return bare.retrieve(asked, k=MOST, show_progress=False)

    return find


def _times(find: Callable[[str], object], questions: Sequence[str]) -> list[float]:
    """Milliseconds of each question; asked once before, so that first uses do not count."""
    find(questions[0])
    times = []
    for question in questions:
        began = time.perf_counter()
        find(question)
        times.append((time.perf_counter() - began) * 1e3)
    return times
