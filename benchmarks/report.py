"""How heavy the report of an invented run is, and how long it takes: run by hand.

    python benchmarks/report.py --organisations 200 --documents 10 --claims 30 --out /tmp/report

It prints records, processor seconds, and the bytes of each kind of page.
"""

import argparse
import sys
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))

from tests.synthetic import make_run
from tests.test_report import built, make_audit

from tokenism.estimates import Settings
from tokenism.scoring import how_scored


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--organisations", type=int, default=200)
    parser.add_argument("--documents", type=int, default=10, help="of each organisation")
    parser.add_argument("--claims", type=int, default=30, help="of each document")
    parser.add_argument("--out", type=Path, required=True, help="folder for the report")
    told = parser.parse_args()
    run = make_run(organisations=told.organisations, documents=told.documents, claims=told.claims)
    print(", ".join(f"{len(run[name]):,} {name}" for name in ("documents", "passages", "claims", "comparisons")))
    start = time.process_time()
    built(told.out, **run, scoring=how_scored(make_audit(), Settings(min_claims=3)))
    print(f"{time.process_time() - start:.1f} s")
    for place in sorted(told.out.iterdir()):
        files = [path for path in place.rglob("*") if path.is_file()] if place.is_dir() else [place]
        sizes = [path.stat().st_size for path in files]
        print(f"{place.name:16} {len(files):6,} files {sum(sizes):12,} bytes, largest {max(sizes):10,}")


if __name__ == "__main__":
    main()
