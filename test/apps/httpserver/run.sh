#!/bin/bash
# packages: openjdk-17-jdk-headless
# load: com.sun.net.httpserver answers 1,000 requests of 50 clients of java.net.http, then as many over TLS
# needs: selectors, NIO sockets, SSLEngine, keytool, CompletableFuture
. "$(dirname "$0")/../common.sh"
build "" $D/Serve.java
$JAVA $JFLAGS -m java.base/sun.security.tools.keytool.Main -genkeypair -keystore $W/k.p12 -storepass secret1 -keyalg ${KEY:-EC} -groupname secp256r1 -alias a -dname CN=localhost -ext san=dns:localhost -validity 4000 2>/dev/null; echo "keytool $?"
$JAVA $JFLAGS -cp $B Serve ${CLIENTS:-50} ${REQ:-1000} $W/k.p12 secret1; echo "exit $?"
