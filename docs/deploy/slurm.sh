#!/bin/sh
#SBATCH --job-name=dafu
#SBATCH --array=1-4
#SBATCH --cpus-per-task=2
#SBATCH --mem=1G
#SBATCH --time=01:00:00
# Makes a share of a ledger's letters in each task of a Slurm array. LEDGER and OUT lie on a disk that all nodes see.
#
#   job=$(sbatch --parsable docs/deploy/slurm.sh LEDGER OUT)
#   sbatch --dependency=afterok:"$job" --wrap 'dafu merge OUT.shares/* -o OUT'
set -eu
ledger=$1 out=$2
share=$SLURM_ARRAY_TASK_ID shares=$SLURM_ARRAY_TASK_COUNT

status=0
"${DAFU_PROGRAM:-dafu}" run "$ledger" -o "$out.shares/$share" --shard "$share/$shares" \
  --jobs "${SLURM_CPUS_PER_TASK:-1}" || status=$?
# Status 1 says that something is wrong with some letters: the others are there, and doing it again would not help.
[ "$status" -le 1 ]
