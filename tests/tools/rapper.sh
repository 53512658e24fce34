#!/usr/bin/env bash
# Installs rapper, the RDF parser of Debian's raptor2-utils (LGPL/GPL/Apache-2.0), with which the acceptance tests read
# exports again; what is there already is left as it is.
set -euo pipefail
if ! command -v rapper >/dev/null; then
  apt-get update --quiet=2
  DEBIAN_FRONTEND=noninteractive apt-get install --yes --quiet=2 --no-install-recommends raptor2-utils >/dev/null
fi
