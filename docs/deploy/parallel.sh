#!/bin/sh
# Makes a ledger's letters in shares with GNU parallel and joins them.
# usage: parallel.sh LEDGER OUT [SHARES [further arguments for dafu run]]
#
# On several machines: PARALLEL='--sshlogin host1,host2' with LEDGER and OUT on a disk that all of them see.
set -eu
dafu=${DAFU_PROGRAM:-dafu}
ledger=$1 out=$2 shares=${3:-4}
[ $# -le 3 ] && shift $# || shift 3

# Status 1 of a share says that something is wrong with some letters: the others are there, and so the shares are joined.
# A share that is missing is told by the join.
seq "$shares" | parallel --will-cite --quote "$dafu" run "$ledger" -o "$out.shares/{}" --shard "{}/$shares" --jobs 1 "$@" || true
set --
for share in $(seq "$shares"); do set -- "$@" "$out.shares/$share"; done
exec "$dafu" merge "$@" -o "$out"
