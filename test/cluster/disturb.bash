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
