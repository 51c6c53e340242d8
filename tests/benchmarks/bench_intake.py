"""Reading speed of intake beside pandas, each pair measured in one run: ``python tests/benchmarks/bench_intake.py``."""

import importlib.util
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pandas as pd

from millrace import intake

ROUNDS = 3


def orders(rows: int) -> pd.DataFrame:
    rng = np.random.default_rng(0)
    days = pd.Timestamp("2023-01-01") + pd.to_timedelta(rng.integers(0, 1000, rows), unit="D")
    return pd.DataFrame(
        {
            "order": np.arange(rows) + 10_000,
            "date": days.strftime("%Y-%m-%d"),
            "customer": rng.choice(["王丽", "Müller GmbH", "Smith & Co", "Al Noor"], rows),
            "sku": rng.choice([f"BG-{i:03d}" for i in range(120)], rows),
            "pieces": rng.integers(1, 99, rows),
            "price": np.round(rng.random(rows) * 300, 2),
            "note": rng.choice(["", "ok", "gift, wrap", "urgent"], rows),
            "phone": rng.integers(13 * 10**9, 14 * 10**9, rows),
        }
    )


def seconds(read: Callable[[], object]) -> float:
    start = time.perf_counter()
    read()
    return time.perf_counter() - start


def beside(name: str, rows: int, ours: Callable[[], object], theirs: Callable[[], object], peer: str) -> None:
    """Measure both in turn, so that a busy machine slows both, and print the best of each."""
    pairs = [(seconds(ours), seconds(theirs)) for _ in range(ROUNDS)]
    one, two = (min(times) for times in zip(*pairs, strict=True))
    print(f"{name:<34}{rows:>11,}{one:>9.2f} s{two:>9.2f} s  {one / two:>6.2f} x {peer}")


def text_files(folder: Path, rows: int) -> None:
    path = folder / "orders.csv"
    orders(rows).to_csv(path, index=False)
    beside(
        "csv, clean", rows, lambda: intake.read_table(path), lambda: pd.read_csv(path, dtype=str), "read_csv(dtype=str)"
    )
    legacy = folder / "legacy.csv"
    legacy.write_bytes(path.read_bytes().decode().replace("ü", "u").encode("gb18030"))
    theirs = lambda: pd.read_csv(legacy, dtype=str, encoding="gb18030")  # noqa: E731
    beside(
        "csv, GB18030, encoding to be found", rows, lambda: intake.read_table(legacy), theirs, "read_csv(encoding=...)"
    )
    damaged = folder / "damaged.csv"
    lines = path.read_text(encoding="utf-8").split("\n")
    lines[5::1000] = ['1,2024-01-01,"Anna,BG-1,2,3,,' for _ in lines[5::1000]]
    damaged.write_text("\n".join(lines), encoding="utf-8")
    beside(
        "csv, a broken quote in 1 of 1,000",
        rows,
        lambda: intake.read_table(damaged),
        lambda: pd.read_csv(path, dtype=str),
        "read_csv of the clean file",
    )


def workbooks(folder: Path, rows: int, sheets: int) -> None:
    path = folder / "orders.xlsx"
    with pd.ExcelWriter(path, engine="xlsxwriter") as book:
        for i in range(sheets):
            orders(rows // sheets).to_excel(book, sheet_name=f"M{i + 1}", index=False)
    engines = ["calamine"] + (["openpyxl"] if importlib.util.find_spec("openpyxl") else [])
    for engine in engines:
        theirs = lambda engine=engine: pd.concat(pd.read_excel(path, sheet_name=None, engine=engine).values())  # noqa: E731
        name = f"xlsx, {sheets} sheets"
        beside(name, rows, lambda: intake.read_workbook(path), theirs, f"read_excel(engine={engine!r})")


def chats(folder: Path, messages: int) -> None:
    path = folder / "chat.txt"
    path.write_text(
        "".join(f"[{1 + i % 28:02d}/10/2025, 09:12:{i % 60:02d}] Anna: no {i}\nmore\n" for i in range(messages))
    )
    taken = seconds(lambda: intake.read_chat(path))
    print(f"{'chat, two lines a message':<34}{messages:>11,}{taken:>9.2f} s")


def main(rows: int = 1_000_000) -> None:
    print(f"{'':<34}{'rows':>11}{'intake':>11}{'peer':>11}")
    with tempfile.TemporaryDirectory() as folder:
        for n in (rows // 100, rows // 10, rows):
            text_files(Path(folder), n)
        workbooks(Path(folder), 20_000, 12)
        for n in (rows // 100, rows // 10):
            chats(Path(folder), n)


if __name__ == "__main__":
    main(*(int(a) for a in sys.argv[1:2]))
