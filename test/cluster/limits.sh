#!/bin/bash
# What the program says and does with one core of the affinity mask, a CPU quota of one core and a limit of its address space.
# Control groups need root. By hand: test/cluster/limits.sh
set -u
root=$(cd "$(dirname "$0")/../.." && pwd)
place=$(mktemp -d)
small='--builtin reber --characters 5000 --hidden 16 --layers softmax-cross-entropy,linear-quadratic --seeds 2 --steps 40'
said() { grep -v '· step' "$place/said" | grep . | head -3; }
# train NAME: one comparison into a folder of that name
train() { node "$root/bin/loss-lab.js" compare $small --out "$place/$1" >/dev/null 2>"$place/said"; echo "  status $?"; said; }

train whole >/dev/null
status=0
same() { node "$root/test/cluster/same-numbers.js" comparison "$place/whole" "$place/$1" || status=1; }

echo 'taskset -c 0'
if command -v taskset >/dev/null; then
  (taskset -cp 0 $BASHPID >/dev/null; train taskset); same taskset
else echo '  Not tried: there is no taskset here.'; fi

echo 'a CPU quota of one core'
group=loss-lab-$$
if [ -f /sys/fs/cgroup/cgroup.controllers ] && mkdir /sys/fs/cgroup/$group 2>/dev/null; then
  home=/sys/fs/cgroup/$group; echo '100000 100000' > $home/cpu.max 2>/dev/null || { rmdir $home; home=; }
elif [ -d /sys/fs/cgroup/cpu ] && mkdir /sys/fs/cgroup/cpu/$group 2>/dev/null; then
  home=/sys/fs/cgroup/cpu/$group; echo 100000 > $home/cpu.cfs_quota_us 2>/dev/null || { rmdir $home; home=; }
else home=; fi
if [ -n "$home" ]; then
  (echo $BASHPID > $home/cgroup.procs; train quota); same quota; sleep 0.2; rmdir $home
else echo '  Not tried: no control group can be made here.'; fi

echo 'ulimit -v of 6 GB'
(ulimit -v 6000000; train addresses)
echo 'ulimit -v of 6 GB, NODE_OPTIONS=--disable-wasm-trap-handler'
(ulimit -v 6000000; NODE_OPTIONS=--disable-wasm-trap-handler train guards); same guards
rm -rf "$place"
exit $status
