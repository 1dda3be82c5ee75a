#!/bin/bash
# Parts by GNU parallel, which runs a task again (--retries). By hand: test/cluster/parallel.sh
set -u
command -v parallel >/dev/null || { echo 'Not tried: there is no GNU parallel here.'; exit 0; }
parts() { parallel --will-cite --jobs 3 --retries 3 $lab work "$1" --shard {} --out "$2" --threads 1 ::: 1 2 3; }
. "$(dirname "$0")/retried.bash"
