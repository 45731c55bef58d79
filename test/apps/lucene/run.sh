#!/bin/bash
# packages: liblucene8-java bible-kjv bible-kjv-text
# load: lucene 8.7.0; data: King James Bible
# needs: MMapDirectory: MappedByteBuffer + Unsafe.invokeCleaner by MethodHandles; StandardCharsets, VarHandle, ThreadLocal, FileChannel.lock, ServiceLoader codecs, regex; 4 search threads
. "$(dirname "$0")/../common.sh"
CP=$J/lucene-core-8.7.0.jar:$J/lucene-analyzers-common-8.7.0.jar:$J/lucene-queryparser-8.7.0.jar:$J/lucene-queries-8.7.0.jar:$J/lucene-backward-codecs-8.7.0.jar
build "$CP" $D/LuLoad.java
for st in mmap nio; do echo "== $st"; $JAVA $JFLAGS -cp $B:$CP LuLoad $CACHE/data/bible.txt $W/$st ${N:-8000} 4 ${Q:-300} $st; done
