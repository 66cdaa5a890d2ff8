#!/usr/bin/env bash
# Checks and times SsnGen on this machine's device, then its peers in PyTorch, and compares: ./run.sh PUBLISHED_FOLDER OUT_FOLDER
# PUBLISHED_FOLDER is what pack.sh packed; it needs no .NET. What follows goes to the program: --large-mb 400, --rounds 25.
set -uo pipefail
[ $# -ge 2 ] || { echo "usage: $0 PUBLISHED_FOLDER OUT_FOLDER [--large-mb N] [--rounds N]" >&2; exit 2; }
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
published=$1 out=$2
shift 2
mkdir -p "$out"

# One after the other: each has the device to itself. A target that one misses is no reason to leave out the other.
chmod +x "$published/SsnGen.Gpu.Benchmarks"
"$published/SsnGen.Gpu.Benchmarks" --out "$out/ours.csv" "$@" 2>&1 | tee "$out/ours.log"
ours=$?
PYTHONUNBUFFERED=1 python3 "$here/peers.py" --ours "$out/ours.csv" --out "$out/peers.csv" --joined "$out/joined.csv" "$@" 2>&1 | tee "$out/peers.log"
peers=$?
echo "exit codes: program $ours, peers $peers; see $out/ours.csv, peers.csv, joined.csv and the logs"
[ "$ours" -eq 0 ] && [ "$peers" -eq 0 ]
