#!/bin/bash
# Parts of a comparison and of a sweep on a real Slurm of one node: one task is requeued, one cancelled and submitted again,
# one killed and submitted again. Their numbers must be those of one undisturbed program, times apart. Needs slurmctld, slurmd
# and munged; starts its own and ends them. By hand: test/cluster/slurm.sh
set -u
for program in slurmctld slurmd munged sbatch; do
  PATH=$PATH:/usr/sbin command -v $program >/dev/null || { echo "Not tried: there is no $program here."; exit 0; }
done
export PATH=$PATH:/usr/sbin
root=$(cd "$(dirname "$0")/../.." && pwd)
place=$(mktemp -d)
. "$root/test/cluster/disturb.bash"
cd "$place" || exit 1
export LOSS_LAB="node $root/bin/loss-lab.js"
host=$(hostname -s)
mkdir state spool log
head -c 1024 /dev/urandom > key && chmod 400 key
cat > slurm.conf <<CONF
ClusterName=lab
SlurmctldHost=$host(127.0.0.1)
SlurmctldPort=26817
SlurmdPort=26818
SlurmUser=$(id -un)
SlurmdUser=$(id -un)
AuthType=auth/munge
AuthInfo=socket=$place/munge.socket
CryptoType=crypto/munge
StateSaveLocation=$place/state
SlurmdSpoolDir=$place/spool
SlurmctldPidFile=$place/slurmctld.pid
SlurmdPidFile=$place/slurmd.pid
SlurmctldLogFile=$place/log/slurmctld
SlurmdLogFile=$place/log/slurmd
ProctrackType=proctrack/linuxproc
TaskPlugin=task/none
JobAcctGatherType=jobacct_gather/none
SelectType=select/cons_tres
SelectTypeParameters=CR_CPU
MailProg=/bin/true
JobRequeue=1
ReturnToService=2
SlurmdParameters=config_overrides
KillWait=10
NodeName=$host NodeAddr=127.0.0.1 CPUs=3 State=UNKNOWN
PartitionName=main Nodes=ALL Default=YES MaxTime=INFINITE State=UP OverSubscribe=FORCE:3
CONF
export SLURM_CONF=$place/slurm.conf
munged --foreground --force --key-file="$place/key" --socket="$place/munge.socket" --pid-file="$place/munge.pid" --seed-file="$place/seed" --log-file="$place/log/munged" >/dev/null 2>&1 &
munge=$!
sleep 1
slurmctld -D >/dev/null 2>&1 &
controller=$!
slurmd -D >/dev/null 2>&1 &
daemon=$!
trap 'kill $daemon $controller $munge 2>/dev/null' EXIT
for _ in $(seq 30); do sinfo -h -t idle 2>/dev/null | grep -q main && break; sleep 1; done
sinfo -h -t idle | grep -q main || { echo 'Slurm did not start:'; tail -5 log/*; exit 1; }

model='--builtin reber --hidden 32 --layers softmax-cross-entropy,linear-quadratic,sigmoid-cross-entropy'
compare="$model --seeds 3 --steps 3000"
sweep="$model --seeds 2 --steps 600 --rates 0.01..10/5"
wait_all() { while [ -n "$(squeue -h)" ]; do sleep 1; done; }
# running TASK: waits until it trains
running() {
  for _ in $(seq 300); do
    [ "$(squeue -h -j "$1" -t R -o %i)" ] && grep -q 'step\|run' "loss-lab-$1.log" 2>/dev/null && return
    sleep 0.3
  done
  fail "Task $1 did not train in 90 s, so that it could not be disturbed."
}
# state TASK WORDS: waits until Slurm says them of it
state() {
  for _ in $(seq 100); do scontrol show job "$1" | grep -q "$2" && return; sleep 0.3; done
  fail "Slurm does not say $2 of task $1: it was not disturbed. $(scontrol show job "$1" | grep -o 'JobState=[A-Z]*\|Restarts=[0-9]*' | xargs)"
}

# trouble PLAN FOLDER
trouble() {
  id=$(sbatch --parsable --array=1-3 "$root/cluster/array.sbatch" "$1" "$2")
  for task in 1 2 3; do running "${id}_$task"; done
  scontrol requeue "${id}_1" && scancel "${id}_2" || fail "Slurm has not requeued or cancelled a task of $1."
  kill_worker 3 "$2"
  state "${id}_1" 'Restarts=1' && echo "requeued task 1 of $1"
  state "${id}_2" 'JobState=CANCELLED' && echo 'cancelled task 2'
  state "${id}_3" 'JobState=FAILED'
  # A requeued job is held back for a while; it may start at once here.
  scontrol update "jobid=${id}_1" starttime=now 2>/dev/null
  sbatch --parsable --array=2,3 "$root/cluster/array.sbatch" "$1" "$2" >/dev/null
  wait_all
}

both "$LOSS_LAB"
