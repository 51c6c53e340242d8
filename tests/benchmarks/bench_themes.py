"""Time the themes of 3,000 to 100,000 invented complaints, each size in a process of its own.

Run ``python tests/benchmarks/bench_themes.py [--texts 3000 100000]``. It prints seconds and peak memory per way, and
how the time grows with the number of texts (1: in proportion).
"""

import argparse
import json
import math
import resource
import subprocess
import sys
import time

import numpy as np

SPEAKS_OF = {
    "delivery": "late parcel courier waiting tracking delayed shipped arrived depot promised",
    "zip": "zip stuck slider broke teeth puller metal jammed pull closed",
    "smell": "smell glue stink chemical odour aired fumes box nose strong",
    "price": "invoice price charged twice discount paid amount receipt bill total",
    "colour": "colour shade darker photo pale tone brown navy different light",
    "staff": "rude answer phone called nobody shop seller friendly reply ignored",
}
WORDS = {name: words.split()[:3] for name, words in SPEAKS_OF.items()}


def invented_texts(number, *, seed=0):
    """Return texts of six themes: words of the theme, words of everybody and rare ones, with slips of the keyboard."""
    rng = np.random.default_rng(seed)
    common = [f"word{letter}{other}" for letter in "abcdefghij" for other in "klmnopqrstuvw"]
    themes = [words.split() for words in SPEAKS_OF.values()]
    texts = []
    for theme in rng.integers(0, len(themes), number):
        own = rng.choice(themes[theme], rng.integers(2, 5))
        other = rng.choice(common, rng.integers(5, 12))
        rare = "".join(rng.choice(list("abcdefghijklmnopqrstuvwxyz"), 7))
        words = [*own, *other, rare]
        rng.shuffle(words)
        if rng.random() < 0.3:
            slip = int(rng.integers(len(words)))
            words[slip] = words[slip][:-2] + words[slip][-1:]
        texts.append(" ".join(words))
    return texts


def one_run(way, number):
    # scikit-learn's import is no part of the work
    import sklearn.cluster
    import sklearn.feature_extraction.text  # noqa: F401

    from millrace import themes

    texts = invented_texts(number)
    before, cpu = time.perf_counter(), time.process_time()
    {"by_words": lambda: themes.by_words(texts, WORDS), "find": lambda: themes.find(texts)}[way]()
    seconds, cpu = time.perf_counter() - before, time.process_time() - cpu
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024**2
    print(
        json.dumps(
            {"way": way, "texts": number, "seconds": round(seconds, 2), "cpu_seconds": round(cpu, 2)}
            | {"peak_gb": round(memory, 2)}
        )
    )


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--texts", type=int, nargs="+", default=[3_000, 10_000, 100_000])
    parser.add_argument("--one", nargs=2, help=argparse.SUPPRESS)
    asked = parser.parse_args()
    if asked.one:
        one_run(asked.one[0], int(asked.one[1]))
        return
    for way in ("by_words", "find"):
        last = None
        for number in asked.texts:
            command = [sys.executable, __file__, "--one", way, str(number)]
            run = json.loads(subprocess.run(command, check=True, capture_output=True, text=True).stdout)
            if last is not None:
                growth = math.log(run["cpu_seconds"] / last["cpu_seconds"]) / math.log(number / last["texts"])
                run["growth"] = round(growth, 2)
            print(run, flush=True)
            last = run


if __name__ == "__main__":
    main()
