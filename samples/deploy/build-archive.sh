#!/usr/bin/env bash
# Builds the self-contained archive for linux-x64: the program with its runtime, the systemd unit, the example settings, the bill of
# materials and the licences. Usage: samples/deploy/build-archive.sh [FOLDER], default artifacts/.
set -euo pipefail
root=$(cd "$(dirname "$0")/../.." && pwd)
output=${1:-$root/artifacts}
name=helpdesk-bridge-linux-x64
export DOTNET_CLI_TELEMETRY_OPTOUT=1 DOTNET_NOLOGO=1

mkdir -p "$output"
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
folder=$work/helpdesk-bridge

echo "Publishing"
# The build servers are not kept: a process that lives on would hold the output of whoever waits for this script.
dotnet publish "$root/src/HelpdeskBridge" --nologo -v quiet -c Release -r linux-x64 --self-contained \
  -p:PublishReadyToRun=true -p:SatelliteResourceLanguages=en -p:UseSharedCompilation=false -nodeReuse:false -o "$folder"
rm -f "$folder"/*.xml

echo "Adding the unit, the settings and the licences"
cp "$root/LICENSE" "$root/README.md" "$root/CHANGELOG.md" "$root/appsettings.example.json" "$root/samples/deploy/systemd/helpdesk-bridge.service" "$folder"
mkdir "$folder/docs" "$folder/samples" "$folder/licences"
cp "$root/samples/appsettings.request-tracker.json" "$folder/samples"
cp "$root"/docs/*.md "$folder/docs"
packages=$(dotnet nuget locals global-packages --list | sed 's/^[^:]*: //')
# Every package in the program, the runtime included, as "name/version".
grep -oE '^    "[A-Za-z0-9_.-]+/[0-9][^"]*": \{' "$folder/HelpdeskBridge.deps.json" | grep -oE '[A-Za-z0-9_.-]+/[^"]+' | sort -u |
while IFS=/ read -r package version; do
  id=$(echo "${package#runtimepack.}" | tr '[:upper:]' '[:lower:]')
  [ -d "$packages/$id/$version" ] || continue # a project of ours
  find "$packages/$id/$version" -maxdepth 1 -type f \( -iname 'licen[sc]e*' -o -iname 'notice*' -o -iname '*third*party*notice*' \) |
  while read -r file; do
    cp "$file" "$folder/licences/${package#runtimepack.}.$(basename "$file")"
  done
done

echo "Packing"
chmod -R u=rwX,go=rX "$folder"
epoch=$(git -C "$root" log -1 --format=%ct 2>/dev/null || echo 0)
tar --sort=name --owner=0 --group=0 --numeric-owner --mtime="@$epoch" -C "$work" -czf "$output/$name.tar.gz" helpdesk-bridge
(cd "$output" && sha256sum "$name.tar.gz" > "$name.tar.gz.sha256")
echo "$output/$name.tar.gz"
