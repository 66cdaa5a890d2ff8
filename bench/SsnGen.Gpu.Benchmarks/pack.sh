#!/usr/bin/env bash
# Publishes the program with its runtime, for a machine without .NET, and packs it with the scripts: artifacts/gpu-bench.tar.xz.
# There: tar -xf gpu-bench.tar.xz && gpu-bench/run.sh gpu-bench OUT_FOLDER
set -euo pipefail
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
artifacts="$here/../../artifacts"
rm -rf "$artifacts/gpu-bench"
mkdir -p "$artifacts"

# ILGPU compiles at run time: neither trimmed nor ahead of time.
dotnet publish "$here/SsnGen.Gpu.Benchmarks.csproj" -c Release -r linux-x64 --self-contained -p:InvariantGlobalization=true \
  -p:DebugType=none -o "$artifacts/gpu-bench"
cp "$here/peers.py" "$here/run.sh" "$artifacts/gpu-bench/"
tar -C "$artifacts" -cf - gpu-bench | xz -T0 -6 > "$artifacts/gpu-bench.tar.xz"
ls -l "$artifacts/gpu-bench.tar.xz"
