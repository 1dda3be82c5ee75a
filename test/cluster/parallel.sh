#!/bin/bash
# Parts of a comparison and of a sweep by GNU parallel, in one folder: one task is killed and run again by parallel itself
# (--retries). Their numbers must be those of one undisturbed program, times apart. By hand: test/cluster/parallel.sh
set -u
command -v parallel >/dev/null || { echo 'Not tried: there is no GNU parallel here.'; exit 0; }
root=$(cd "$(dirname "$0")/../.." && pwd)
place=$(mktemp -d)
. "$root/test/cluster/disturb.bash"
cd "$place" || exit 1
lab="node $root/bin/loss-lab.js"
model='--builtin reber --hidden 32 --layers softmax-cross-entropy,linear-quadratic,sigmoid-cross-entropy'
compare="$model --seeds 3 --steps 3000"
sweep="$model --seeds 2 --steps 600 --rates 0.01..10/5"
$lab plan compare $compare --shards 3 > compare.json || exit 1
$lab plan sweep $sweep --shards 3 > sweep.json || exit 1
$lab compare $compare --out whole >/dev/null 2>&1
$lab sweep $sweep --out whole-sweep >/dev/null 2>&1

# trouble PLAN FOLDER
trouble() {
  parallel --will-cite --jobs 3 --retries 3 $lab work "$1" --shard {} --out "$2" --threads 1 ::: 1 2 3 >/dev/null 2>"$2.log" &
  all=$!
  # As soon as something is kept, the second task dies.
  kept "$2"
  kill_worker 2 "$2"
  wait $all || fail "parallel ended with status $?: the task that was killed was not run again to its end."
}

trouble compare.json "$place/parts"
trouble sweep.json "$place/parts-sweep"
status=0
node "$root/test/cluster/same-numbers.js" comparison whole parts || status=1
node "$root/test/cluster/same-numbers.js" sweep whole-sweep parts-sweep || status=1
[ $status = 0 ] && rm -rf "$place" || echo "left in $place"
exit $status
