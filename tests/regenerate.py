"""Write the expected rows of the stored questions anew: `python tests/regenerate.py`. Read what changed.

The rows are those on a build of examples/reports, with the parameters of each question's `#+ example`.
"""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path

HERE = Path(__file__).resolve().parent
sys.path[:0] = [str(HERE), str(HERE.parent)]

from support import EXAMPLES  # noqa: E402

from graphbuilder import pipeline  # noqa: E402
from graphbuilder.queries import StoredQuery, load_queries, run  # noqa: E402
from graphbuilder.rendering import as_csv  # noqa: E402
from graphbuilder.store import open_store  # noqa: E402
from graphbuilder.vocabulary import DEFAULT_BASE  # noqa: E402

EXPECTED = HERE / "queries"


def rows(build: Path, query: StoredQuery) -> str:
    """What a question gives on a build, as CSV with plain line ends."""
    return as_csv(run(open_store(build), query, dict(query.example), DEFAULT_BASE)).replace("\r\n", "\n")


def main() -> None:
    EXPECTED.mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory() as folder:
        build = Path(folder) / "output"
        pipeline.build([EXAMPLES], build)
        for query in load_queries():
            text = rows(build, query)
            (EXPECTED / f"{query.name}.csv").write_text(text, encoding="utf-8")
            print(f"{query.name}: {text.count(chr(10)) - 1} lines")


if __name__ == "__main__":
    main()
