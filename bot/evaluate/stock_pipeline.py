"""Trains and asks the stock Rasa pipeline; run by the Python of VAR/stock, never imported by the bot.

`python stock_pipeline.py IN OUT`: IN is JSON {"training": [[text, intent]], "questions": [text], "epochs": int},
OUT becomes JSON {"answers": [intent], "training_seconds": float, "parse_ms": float (median)}.
"""

import asyncio
import json
import statistics
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

import rasa.model_training
from rasa.core.agent import Agent


def main(given: Path, result: Path) -> None:
    data = json.loads(given.read_text(encoding="utf-8"))
    with tempfile.TemporaryDirectory() as folder:
        started = time.perf_counter()
        model = _train(Path(folder), data["training"], int(data["epochs"]))
        seconds = time.perf_counter() - started
        answers, parse_ms = asyncio.run(_ask(model, data["questions"]))
    figures = {"answers": answers, "training_seconds": seconds, "parse_ms": parse_ms}
    result.write_text(json.dumps(figures, ensure_ascii=False), encoding="utf-8")


def _train(folder: Path, sentences: list[list[str]], epochs: int) -> str:
    """Path of the trained model."""
    pipeline: list[dict[str, Any]] = [
        {"name": "JiebaTokenizer"},
        {"name": "CountVectorsFeaturizer", "analyzer": "char_wb", "min_ngram": 1, "max_ngram": 4},
        {"name": "DIETClassifier", "epochs": epochs, "constrain_similarities": True, "random_seed": 1},
    ]
    config = {"recipe": "default.v1", "assistant_id": "stock", "language": "zh", "pipeline": pipeline}
    examples = [{"text": text, "intent": intent} for text, intent in sentences]
    (folder / "config.yml").write_text(json.dumps(config))  # JSON is YAML
    (folder / "nlu.json").write_text(json.dumps({"rasa_nlu_data": {"common_examples": examples}}))
    model = rasa.model_training.train_nlu(str(folder / "config.yml"), str(folder / "nlu.json"), str(folder))
    if model is None:
        raise RuntimeError("the stock pipeline made no model")
    return str(model)


async def _ask(model: str, questions: list[str]) -> tuple[list[str], float]:
    """An intent for each question, and the median of a parse in ms."""
    agent = Agent.load(model)
    await agent.parse_message(questions[0])  # warm
    answers, times = [], []
    for question in questions:
        started = time.perf_counter()
        parsed = await agent.parse_message(question)
        times.append((time.perf_counter() - started) * 1000)
        answers.append(str(parsed["intent"]["name"]))
    return answers, statistics.median(times)


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]))
