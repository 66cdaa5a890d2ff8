#!/usr/bin/env bash
# Makes the documents and the reference of the API a site, in artifacts/site; what is wrong with a reference is an error.
set -euo pipefail
cd "$(dirname "$0")/../.."
# It has all libraries and what they need side by side.
dotnet build -c Release tests/SsnGen.Documents.Tests -v q
dotnet tool restore
source=artifacts/site-source
rm -rf $source artifacts/site
mkdir -p $source
cp -r eng/site/* eng/package/icon.png README.md CHANGELOG.md CONTRIBUTING.md LICENSE docs $source
dotnet docfx $source/docfx.json --warningsAsErrors
echo "artifacts/site/index.html"
