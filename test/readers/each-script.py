"""Runs scripts one after the other in this process, each under a line with its path: what they import is loaded once."""

import runpy
import sys

for path in sys.argv[1:]:
    print(f"=== {path}", flush=True)
    sys.argv = [path]
    try:
        runpy.run_path(path, run_name="__main__")
    except SystemExit as end:
        if end.code not in (None, 0):
            raise
