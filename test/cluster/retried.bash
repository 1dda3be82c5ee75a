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
# trouble PLAN FOLDER
trouble() {
  parts "$1" "$2" >/dev/null 2>"$2.log" &
  all=$!
  # As soon as something is kept, the second task dies.
  kept "$2"
  kill_worker 2 "$2"
  wait $all || fail "It ended with status $?: the task that was killed was not run again to its end."
}

both "$lab"
