#!/bin/bash
# packages: libh2-java
# load: h2 2.1.214; load: TPC-C-like single thread + 4 threads of transfers, MVStore file database
# needs: FileChannel positional I/O + lock, background threads, weak/soft references, ServiceLoader (java.sql.Driver), jul; no JNI of its own
. "$(dirname "$0")/../common.sh"
CP=$J/h2.jar; build "$CP" $D/../_sql/SqlLoad.java
$JAVA $JFLAGS -cp $B:$CP SqlLoad "" "jdbc:h2:file:$W/db;DB_CLOSE_DELAY=0" ${SCALE:-4} 4 ${TX:-1500} h2
