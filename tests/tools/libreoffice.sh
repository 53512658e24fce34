#!/usr/bin/env bash
# Installs LibreOffice's Calc from Debian, with which the acceptance tests open the workbook; what is there already is
# left as it is.
set -euo pipefail
if ! command -v soffice >/dev/null; then
  apt-get update --quiet=2
  DEBIAN_FRONTEND=noninteractive apt-get install --yes --quiet=2 --no-install-recommends libreoffice-calc >/dev/null
fi
