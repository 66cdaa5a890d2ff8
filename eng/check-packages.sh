#!/usr/bin/env bash
# Packs all packages, twice, and uses them as their users do: from the packages alone, with an empty package cache.
#   bash eng/check-packages.sh [FOLDER]     what it makes is left in FOLDER; without one, in a temporary folder that is removed
set -euo pipefail
cd "$(dirname "$0")/.."
export DOTNET_CLI_TELEMETRY_OPTOUT=1 DOTNET_NOLOGO=1
# Nothing outlives this script that would keep its folders in use.
export MSBUILDDISABLENODEREUSE=1 DOTNET_CLI_USE_MSBUILD_SERVER=0
# libtorch's threads wait by spinning, which a busy machine has no time for.
export OMP_NUM_THREADS=1
root=$PWD
if [ $# -gt 0 ]; then
  mkdir -p "$1"
  work=$(cd "$1" && pwd)
  [ -z "$(ls -A "$work")" ] || { echo "$work is not empty"; exit 2; }
else
  work=$(mktemp -d)
  trap 'rm -rf "$work"' EXIT
fi

started=$SECONDS
begun=$SECONDS
current=
step() { done_; current=$1; begun=$SECONDS; }
done_() { [ -z "$current" ] || echo "ok: $current ($((SECONDS - begun)) s)"; }
fail() { echo "FAILED: $current: $1"; [ -z "${2:-}" ] || sed 's/^/  | /' "$2" | tail -n 40; exit 1; }
# Runs a command that must succeed; its output is in $log.
log=$work/log
run() { "$@" >"$log" 2>&1 || fail "$*" "$log"; }
# The last command printed a line like this.
printed() { grep -qE -- "$1" "$log" || fail "no line like '$1'" "$log"; }
# Runs a command that must fail.
refused() { if "$@" >"$log" 2>&1; then fail "succeeded, but should not: $*" "$log"; fi; }

step "packed"
feed=$work/feed
version=$(dotnet msbuild runtime/SsnGen/SsnGen.csproj -getProperty:Version)
run dotnet pack -c Release SsnGen.sln -o "$feed" -m:2
for package in SsnGen SsnGen.TorchSharp SsnGen.Onnx SsnGen.Gpu SsnGen.Tool SsnGen.Templates; do
  [ -f "$feed/$package.$version.nupkg" ] || fail "there is no $package.$version.nupkg"
done

# The same sources, elsewhere, give the same bytes.
step "packed again, from another folder: the same bytes"
copy=$work/copy
git clone -q "$root" "$copy"
# Packages name the remote of the repository.
url=$(git config remote.origin.url || true)
[ -z "$url" ] || git -C "$copy" remote set-url origin "$url"
git diff --binary HEAD >"$work/changes"
[ ! -s "$work/changes" ] || git -C "$copy" apply "$work/changes"
run dotnet pack -c Release "$copy/SsnGen.sln" -o "$work/again" -m:2
for package in "$feed"/*nupkg; do
  cmp -s "$package" "$work/again/$(basename "$package")" || fail "$(basename "$package") differs"
done

# A published network, which the tests download.
resnet18=${NUGET_PACKAGES:-$HOME/.nuget/packages}/$(dotnet msbuild tests/SsnGen.Tool.Tests/SsnGen.Tool.Tests.csproj -getProperty:ResNet18)

# What users have beside the packages: the registries of their configuration, and an empty cache.
export NUGET_PACKAGES=$work/cache
users=$work/users
cp -r eng/consumers "$users"
cat >"$users/nuget.config" <<XML
<configuration>
  <packageSources>
    <add key="feed" value="$feed" />
  </packageSources>
</configuration>
XML
onnxruntime=$(sed -n 's/.*Include="Microsoft.ML.OnnxRuntime" Version="\([^"]*\)".*/\1/p' Directory.Packages.props)
uses() { echo "<Project><PropertyGroup><SsnGenVersion>$1</SsnGenVersion><OnnxRuntimeVersion>$onnxruntime</OnnxRuntimeVersion></PropertyGroup></Project>" >"$users/Directory.Build.props"; }
uses "$version"
# Templates are installed for a user: one of our own.
export DOTNET_CLI_HOME=$work/home
mkdir -p "$DOTNET_CLI_HOME/.nuget/NuGet"
[ ! -f ~/.nuget/NuGet/NuGet.Config ] || cp ~/.nuget/NuGet/NuGet.Config "$DOTNET_CLI_HOME/.nuget/NuGet"

step "docs/getting-started.md, as it is written"
# The last section needs a linker.
if command -v clang >/dev/null || command -v gcc >/dev/null; then until='^## Next'; else until='^## Ship it'; echo "not published as a native program: there is no linker (clang or gcc)"; fi
mkdir "$users/start"
sed "/$until/,\$d" docs/getting-started.md | awk '/^```sh/ { on = 1; next } /^```/ { on = 0 } on' >"$users/start/commands"
cd "$users/start"
run bash -exuo pipefail commands
printed '6 of 6 layers fixed'
printed 'accuracy 0\.9[5-9]|accuracy 1'
printed 'tensors in 7 layers'
printed '1000 steps of 6 layers'
[ -s MyApp/MyApp/shapes/simplex.png ] || fail "no picture was drawn"
[ "$(grep -c '^accuracy' "$log")" = "$(grep -E -c '^dotnet run .* MyApp$|^./native' commands)" ] || fail "not every program printed its accuracy" "$log"
[ "$(grep '^accuracy' "$log" | cut -d, -f1 | sort -u | wc -l)" = 1 ] || fail "the native program answers otherwise" "$log"
rm MyApp/MyApp/shapes.safetensors
refused dotnet run -c Release --project MyApp/MyApp
printed 'Train the network first'
cd "$users"

step "a network in a project of one's own"
(cd Run && run dotnet new ssngen-model -n Net --height 20 --width 24 --classes 5)
run dotnet run -c Release --project Run
printed '5 logits, finite: True'
refused dotnet build -c Release --no-incremental Run -p:AllowUnsafeBlocks=false
printed 'error SSN027'
run dotnet msbuild Run -t:SsnGenInstructionSet -p:PublishAot=true -v:m
[ "$(uname -m)" != x86_64 ] || printed 'SsnGen: Run is compiled for all x64 processors'

step "export to ONNX, the tool, import"
run dotnet run -c Release --project Export -- "$work/net.onnx"
run dotnet tool install SsnGen.Tool --version "$version" --tool-path "$work/tool"
run "$work/tool/ssngen" --help
printed 'inspect'
# Imports a model, and runs what it became beside ONNX Runtime.
imported() {
  rm -rf Imported/*Net.cs Imported/*Block*.cs Imported/*.safetensors
  run "$work/tool/ssngen" import "$1" --namespace Imported --name Net --out Imported --force
  run dotnet run -c Release --project Imported -- Imported/net.safetensors "$1"
  grep 'differs from ONNX Runtime' "$log" || fail "no agreement" "$log"
}
imported "$work/net.onnx"
if [ -f "$resnet18" ]; then imported "$resnet18"; else echo "ResNet-18 not imported: $resnet18 is not there"; fi

step "graphics processors"
run dotnet run -c Release --project Gpu
printed 'differs by'

step "a library with a network, used by a program"
run dotnet run -c Release --project Application
printed 'logits: '
run dotnet msbuild Application -t:SsnGenInstructionSet -p:PublishAot=true -v:m
[ "$(uname -m)" != x86_64 ] || printed 'SsnGen: Application is compiled for all x64 processors'

# The next version, of another contract: made of the copy.
step "a later version, of another contract"
next=99.0.0
sed -i 's/const int Number = [0-9]*;/const int Number = 1000;/' "$copy/runtime/SsnGen/Inference/Contract.cs"
sed -i 's/Contract.Number = [0-9]* ->/Contract.Number = 1000 ->/' "$copy"/runtime/SsnGen/PublicAPI.*.txt
SOURCE_DATE_EPOCH=$(date +%s) run dotnet pack -c Release "$copy/runtime/SsnGen" -p:Version=$next -o "$feed"
uses $next
run dotnet run -c Release --project Run
printed '5 logits, finite: True'
sed -i "s|<PackageReference.*|<PackageReference Include=\"SsnGen\" Version=\"$next\" /><PackageReference Include=\"SsnGen.Onnx\" Version=\"$version\" />|" Export/Export.csproj
refused dotnet build -c Release Export
printed "error SSN032: 'Net' is written for contract 1000 of SsnGen, but the referenced SsnGen.Onnx $version has contract"

# A library as it was compiled, with the SsnGen of today.
uses "$version"
run dotnet build -c Release Models -o "$work/library"
mv "$work/library/Models.dll" "$work/Models.dll"
sed -i "s|<ProjectReference.*|<Reference Include=\"$work/Models.dll\" /><PackageReference Include=\"SsnGen\" Version=\"$next\" />|" Application/Application.csproj
refused dotnet run -c Release --project Application
printed 'the library is newer than the code'

done_
echo "packages: $(ls "$feed"/*."$version".nupkg | wc -l), in $((SECONDS - started)) s"
