# What the scripts beside this one share: a disturbance that did not happen is a failure, in a sentence.

# fail SENTENCE
fail() { echo "$1" >&2; echo "left in $place" >&2; exit 1; }

# worker PARTS FOLDER: the program that trains one of these parts (a pattern) into that folder, named by its whole path, which
# no other run of these scripts has
worker() { pgrep -f "^node .* work .*--shard $1 --out $2( |\$)" | head -1; }

# kept FOLDER: waits until a run there has a checkpoint, or has ended
kept() {
  for _ in $(seq 900); do
    if compgen -G "$1/runs/*/checkpoint" || compgen -G "$1/runs/*.json"; then return; fi
    sleep 0.1
  done >/dev/null
  fail "Nothing was kept in $1 in 90 s, so that nothing could be disturbed."
}

# kill_worker PARTS FOLDER
kill_worker() {
  local pid
  pid=$(worker "$1" "$2")
  [ -n "$pid" ] && kill -9 "$pid" || fail "No program of part $1 ran for $2: it was not killed."
  echo "killed a program of part $1 of $(basename "$2")"
}

# both LAB: the comparison and the sweep of $compare and $sweep, by one program and in three parts with `trouble PLAN FOLDER`,
# whose numbers must be the same; ends the script
both() {
  $1 plan compare $compare --shards 3 > compare.json || exit 1
  $1 plan sweep $sweep --shards 3 > sweep.json || exit 1
  $1 compare $compare --out whole >/dev/null 2>&1
  $1 sweep $sweep --out whole-sweep >/dev/null 2>&1
  trouble compare.json "$place/parts"
  trouble sweep.json "$place/parts-sweep"
  status=0
  node "$root/test/cluster/same-numbers.js" comparison whole parts || status=1
  node "$root/test/cluster/same-numbers.js" sweep whole-sweep parts-sweep || status=1
  [ $status = 0 ] && rm -rf "$place" || echo "left in $place"
  exit $status
}
