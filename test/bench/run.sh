#!/bin/sh
# Runs the kernels of test/bench/kernels on bin/gojvm -Xint and java -Xint in turns
# and prints time in ms, ratio, and the geometric mean of the ratios. A kernel takes
# a tenth of its default units, since both sides interpret; RUNS (default 3) runs
# each, of which the median counts.
set -e
here=$(cd "$(dirname "$0")" && pwd)
cd "$here/kernels"
classes="$here/../.cache/bench"
mkdir -p "$classes"
javac -nowarn -Xlint:none --release 8 -d "$classes" $(find src -name '*.java') 2>/dev/null
gojvm="$here/../../bin/gojvm"
one() { # VM KERNEL UNITS -> microseconds
	timeout 60 "$1" -Xint -cp "$classes" "$2" 1 "$3" 2>/dev/null | sed -n 's/.*total: \([0-9]*\)us ok.*/\1/p'
}
echo "machine: $(sed -n 's/^model name[^:]*: //p' /proc/cpuinfo | head -n 1), $(nproc) cores"
grep -v '^#' kernels.set | while read -r name units rest; do
	units=$((units / 10))
	[ $units -ge 1 ] || units=1
	g="" j=""
	for i in $(seq "${RUNS:-3}"); do
		g="$g $(one "$gojvm" "$name" $units)"
		j="$j $(one java "$name" $units)"
	done
	echo "$name|$g|$j"
done | awk -F'|' '
function median(s, a, n, i, k, x) {
	n = split(s, a, " ")
	for (i = 2; i <= n; i++) for (k = i; k > 1 && a[k-1] + 0 > a[k] + 0; k--) { x = a[k]; a[k] = a[k-1]; a[k-1] = x }
	return n ? a[int((n + 1) / 2)] : 0
}
BEGIN { printf "%-26s %10s %10s %7s\n", "kernel", "gojvm ms", "java ms", "ratio" }
{
	g = median($2); j = median($3)
	if (!g || !j) { printf "%-26s failed\n", $1; bad++; next }
	printf "%-26s %10.1f %10.1f %7.2f\n", $1, g / 1000, j / 1000, g / j
	sum += log(g / j); n++
}
END { if (n) printf "geometric mean of %d kernels: %.2f\n", n, exp(sum / n); exit bad > 0 }'
