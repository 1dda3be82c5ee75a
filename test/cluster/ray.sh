#!/bin/bash
# Parts by Ray, which runs a task again (max_retries). By hand: test/cluster/ray.sh; LAB_PYTHON may name a Python that has Ray.
set -u
python=${LAB_PYTHON:-python3}
"$python" -c 'import ray' 2>/dev/null || { echo 'Not tried: there is no Ray here.'; exit 0; }
parts() {
  "$python" - "$1" "$2" $lab <<'END'
import subprocess, sys
import ray

plan, out, *lab = sys.argv[1:]
ray.init(num_cpus=3, include_dashboard=False)
part = ray.remote(max_retries=3, retry_exceptions=True)(subprocess.check_call)
ray.get([part.remote([*lab, "work", plan, "--shard", str(i), "--out", out, "--threads", "1"]) for i in (1, 2, 3)])
END
}
. "$(dirname "$0")/retried.bash"
