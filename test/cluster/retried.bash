# Parts of a comparison and of a sweep by a program that runs a task again by itself, in one folder: one task of each is killed.
# Their numbers must be those of one undisturbed program, times apart. A script defines `parts PLAN FOLDER`, which does parts 1 to
# 3 with $lab and ends once all are done, and sources this.
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
  parts "$1" "$2" >/dev/null 2>"$2.log" &
  all=$!
  # As soon as something is kept, the second task dies.
  kept "$2"
  kill_worker 2 "$2"
  wait $all || fail "It ended with status $?: the task that was killed was not run again to its end."
}

trouble compare.json "$place/parts"
trouble sweep.json "$place/parts-sweep"
status=0
node "$root/test/cluster/same-numbers.js" comparison whole parts || status=1
node "$root/test/cluster/same-numbers.js" sweep whole-sweep parts-sweep || status=1
[ $status = 0 ] && rm -rf "$place" || echo "left in $place"
exit $status
