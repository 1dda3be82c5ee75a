#!/bin/bash
# Parts of a comparison by Snakemake with cluster/Snakefile: one task is killed, and the same line again does what is left. Its
# numbers must be those of one undisturbed program, times apart. By hand: test/cluster/snakemake.sh
set -u
command -v snakemake >/dev/null || { echo 'Not tried: there is no snakemake here.'; exit 0; }
root=$(cd "$(dirname "$0")/../.." && pwd)
place=$(mktemp -d)
. "$root/test/cluster/disturb.bash"
cd "$place" || exit 1
mkdir bin
printf '#!/bin/bash\nexec node %q "$@"\n' "$root/bin/loss-lab.js" > bin/loss-lab
chmod +x bin/loss-lab
export PATH=$place/bin:$PATH
cp "$root/cluster/Snakefile" .
compare='--builtin reber --hidden 32 --layers softmax-cross-entropy,linear-quadratic,sigmoid-cross-entropy --seeds 3 --steps 3000'
loss-lab plan compare $compare --shards 3 > plan.json || exit 1
loss-lab compare $compare --out whole >/dev/null 2>&1

parts() { snakemake --cores 2 --config parts=3 plan=plan.json out="$place/results" > "$1" 2>&1; }
parts first.log &
all=$!
# As soon as something is kept, a task dies.
kept "$place/results"
kill_worker '[123]' "$place/results"
wait $all && fail 'snakemake ended with status 0 though a task was killed.'
parts second.log || fail "snakemake ended with status $? when it was run again."
status=0
node "$root/test/cluster/same-numbers.js" comparison whole results || status=1
[ $status = 0 ] && rm -rf "$place" || echo "left in $place"
exit $status
