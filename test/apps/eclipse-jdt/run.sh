#!/bin/bash
# packages: libeclipse-jdt-core-java libeclipse-core-resources-java libeclipse-core-runtime-java libequinox-app-java libequinox-launcher-java libeclipse-osgi-java libequinox-preferences-java libequinox-registry-java libeclipse-core-filesystem-java libeclipse-core-jobs-java libeclipse-core-contenttype-java libeclipse-core-expressions-java libeclipse-core-filebuffers-java libeclipse-text-java libfelix-scr-java libosgi-compendium-java
# needs: Equinox class loaders, jrt: file system of the running or a given JDK, NIO, many threads (jobs, indexer), SAX, serialisation-free state files, ServiceLoader, locks
. "$(dirname "$0")/../common.sh"
{ [ -f $B/eclipse/.done ] && [ ! $D/src/demo/jdt/App.java -nt $B/eclipse/.done ]; } || bash $D/mkeclipse.sh $B/eclipse
cp -r $B/eclipse $W/eclipse
P=org/apache/commons/math3
LAUNCHER=$(ls $W/eclipse/plugins/org.eclipse.equinox.launcher_*.jar)
# the default is 150 files of commons-math3 against a small class library; PKGS=org/ JRE=$JDK is the big load (990 files, jrt file system, whole JDK indexed, some 60 s of HotSpot CPU)
$JAVA $JFLAGS ${HEAP:--Xmx1g} -Dosgi.locking=java.nio -jar $LAUNCHER -nosplash -clean -configuration $W/eclipse/configuration -data $W/ws -application demo.jdt.app \
  $CACHE/data/math3 "${PKGS:-$P/analysis/Uni,$P/analysis/Multi,$P/analysis/Biv,$P/analysis/Par,$P/analysis/Diff,$P/analysis/diff,$P/analysis/poly,$P/complex/,$P/exception/,$P/util/,$P/Field,$P/fraction/,$P/RealField}" ${REPS:-1} ${JRE:-$W/eclipse/jre.jar} 2>$W/err
rc=$?; cat $W/err >&2; [ $rc = 0 ] || { echo "exit $rc"; find $W -name '*.log' | xargs cat >&2; }
