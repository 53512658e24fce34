#!/usr/bin/env bash
# Installs Debian's Virtuoso, the program alone: the acceptance tests start one of their own, on loopback addresses.
set -euo pipefail
if ! command -v virtuoso-t >/dev/null || ! command -v isql-vt >/dev/null; then
  apt-get update --quiet=2
  DEBIAN_FRONTEND=noninteractive apt-get install --yes --quiet=2 --no-install-recommends virtuoso-opensource-7-bin >/dev/null
fi
