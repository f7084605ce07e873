# shellcheck shell=bash
# What benchmarks/compare and benchmarks/kernels share: finding a JDK, building the module when its
# sources have changed, and the class path. Sourced, not run.

benchmarks=$(cd "$(dirname "$(readlink -f "${BASH_SOURCE[0]}")")" && pwd -P)
root=$(dirname "$benchmarks")
stamp=$benchmarks/target/benchmarks.stamp

fail() {
  printf 'benchmarks: %s\n' "$1" >&2
  exit 1
}

# Prints the feature version of the Java installation in folder $1 (17, 25, ...), or 0.
java_feature() {
  local version=
  if [[ -x $1/bin/javac && -r $1/release ]]; then
    version=$(sed -n 's/^JAVA_VERSION="\{0,1\}\([0-9._]*\).*/\1/p' "$1/release")
  fi
  version=${version#1.}
  printf '%s\n' "${version%%[!0-9]*}" | sed 's/^$/0/'
}

# Prints the first JDK of version 17 or later: JAVA_HOME, javac on the PATH, then the usual folders.
find_jdk() {
  local home
  for home in ${JAVA_HOME:+"$JAVA_HOME"} \
    "$(dirname "$(dirname "$(readlink -f "$(command -v javac || echo /none/none/none)")")")" \
    /usr/lib/jvm/* /usr/java/* /opt/java/* /opt/jdk* "${HOME:-}"/.sdkman/candidates/java/* \
    "${HOME:-}"/.jdks/*; do
    if (($(java_feature "$home") >= 17)) && grep -q 'jdk\.incubator\.vector' "$home/release"; then
      printf '%s\n' "$home"
      return
    fi
  done
}

jdk=$(find_jdk)
[[ -n $jdk ]] || fail 'no JDK of version 17 or later with the module jdk.incubator.vector was found; set JAVA_HOME to one.'
if [[ -n ${JAVA_HOME:-} && $jdk != "$JAVA_HOME" ]]; then
  printf 'benchmarks: JAVA_HOME (%s) holds no such JDK; using %s\n' "$JAVA_HOME" "$jdk" >&2
fi

build_needed() {
  [[ -f $stamp && -f $benchmarks/target/class-path ]] || return 0
  [[ -n $(find "$root/pom.xml" "$root"/*/pom.xml "$root"/*/src/main -newer "$stamp" 2>/dev/null | head -n 1) ]]
}

if build_needed; then
  command -v mvn >/dev/null || fail 'Maven (mvn) is not on the PATH; install Maven 3.8 or later.'
  printf 'Building the benchmarks (the first time, Maven downloads the other systems, about 500 MB) ...\n' >&2
  mkdir -p "$benchmarks/target"
  # The stamp holds the time at which the build began: what is edited meanwhile is newer.
  : >"$stamp.new"
  if ! (cd "$root" && JAVA_HOME=$jdk mvn -B -q -Pbenchmarks -pl benchmarks -am -Dmaven.test.skip=true \
    -Dmaven.javadoc.skip=true -Dspotless.check.skip=true package) >"$stamp.log" 2>&1 </dev/null; then
    cat "$stamp.log" >&2
    fail 'the build failed; its output is above.'
  fi
  mv -f "$stamp.new" "$stamp"
fi

class_path=$benchmarks/target/classes:$(<"$benchmarks/target/class-path")
